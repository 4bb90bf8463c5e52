/* test-secrets.c
 *
 * Passwords are kept in the keyring where there is one that works, and in memory where there is none,
 * where it is locked and nobody unlocks it, where it fails and where it hangs; nothing waits longer
 * than 5 s, and a person is asked once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-secrets.h"

#include <libsecret/secret.h>

#include "fake-keyring.h"
#include "wait-until.h"
#include "wall-keyring.h"

#define URI "dvrip://192.168.7.1:34567"
#define PASSWORD "Käse @:/#%\"\\ 密码"

typedef struct {
  gboolean is_done;
  gboolean is_ok;
  char    *password;
  GError  *error;
} Answer;

static void
clear_answer (Answer *answer)
{
  g_free (answer->password);
  g_clear_error (&answer->error);
  *answer = (Answer) { 0 };
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, clear_answer)

static void
on_looked_up (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Answer *answer = user_data;

  answer->password = wall_secrets_lookup_finish (WALL_SECRETS (source), result, &answer->error);
  answer->is_done = TRUE;
}

static void
look_up (WallSecrets *secrets,
         const char  *user,
         Answer      *answer)
{
  clear_answer (answer);
  wall_secrets_lookup_async (secrets, URI, user, NULL, on_looked_up, answer);
  wait_until (answer->is_done);
}

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Answer *answer = user_data;

  answer->is_ok = wall_secrets_store_finish (WALL_SECRETS (source), result, &answer->error);
  answer->is_done = TRUE;
}

static void
store (WallSecrets *secrets,
       const char  *user,
       const char  *password,
       Answer      *answer)
{
  clear_answer (answer);
  wall_secrets_store_async (secrets, URI, user, password, NULL, on_stored, answer);
  wait_until (answer->is_done);
}

static WallSecrets *
new_secrets (void)
{
  WallSecrets *secrets = wall_secrets_new ();

  /* What libsecret knows of the keyring of the test before is over. */
  secret_service_disconnect ();
  wall_secrets_use_keyring (secrets);
  g_assert_true (wall_secrets_is_available (secrets));

  return secrets;
}

/* A call that is under way holds its object until it ends. */
static void
end (WallSecrets *secrets,
     FakeKeyring *keyring)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (secrets);
  fake_keyring_free (keyring);
}

static void
test_memory_only (void)
{
  WallSecrets *secrets = wall_secrets_new ();
  g_auto (Answer) answer = { 0 };

  look_up (secrets, "admin", &answer);
  g_assert_no_error (answer.error);
  g_assert_null (answer.password);

  wall_secrets_remember (secrets, URI, "admin", PASSWORD);
  look_up (secrets, "admin", &answer);
  g_assert_cmpstr (answer.password, ==, PASSWORD);
  look_up (secrets, "Admin", &answer);
  g_assert_null (answer.password);
  g_assert_false (wall_secrets_is_available (secrets));
  g_assert_null (wall_secrets_get_notice (secrets));
  g_assert_finalize_object (secrets);
}

static void
test_kept_from_run_to_run (void)
{
  FakeKeyring *keyring = fake_keyring_new (FAKE_KEYRING_OPEN);
  WallSecrets *secrets = new_secrets ();
  g_autofree char *labels = NULL;
  g_autofree char *kept = NULL;
  g_auto (Answer) answer = { 0 };

  store (secrets, "admin", "before", &answer);
  store (secrets, "admin", PASSWORD, &answer);
  g_assert_no_error (answer.error);
  g_assert_true (answer.is_ok);
  g_assert_cmpuint (fake_keyring_get_n_items (keyring), ==, 1);
  kept = fake_keyring_dup_password (keyring, "admin");
  g_assert_cmpstr (kept, ==, PASSWORD);
  labels = fake_keyring_dup_labels (keyring);
  g_assert_null (strstr (labels, PASSWORD));
  g_assert_nonnull (strstr (labels, "org.watchwall.Watchwall"));
  g_assert_finalize_object (secrets);

  secrets = new_secrets ();
  look_up (secrets, "admin", &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (answer.password, ==, PASSWORD);
  look_up (secrets, "other", &answer);
  g_assert_no_error (answer.error);
  g_assert_null (answer.password);
  g_assert_null (wall_secrets_get_notice (secrets));
  end (secrets, keyring);
}

/* A stream, a user in it and capitals make no other device; another port does. */
static void
test_same_device (void)
{
  FakeKeyring *keyring = fake_keyring_new (FAKE_KEYRING_OPEN);
  WallSecrets *secrets = new_secrets ();
  g_auto (Answer) answer = { 0 };

  fake_keyring_add (keyring, "recorder.lan", 34567, "admin", PASSWORD);
  wall_secrets_lookup_async (secrets, "dvrip://guest@Recorder.LAN/3?stream=sub", "admin", NULL,
                             on_looked_up, &answer);
  wait_until (answer.is_done);
  g_assert_cmpstr (answer.password, ==, PASSWORD);

  clear_answer (&answer);
  wall_secrets_lookup_async (secrets, "dvrip://recorder.lan:34568", "admin", NULL, on_looked_up,
                             &answer);
  wait_until (answer.is_done);
  g_assert_no_error (answer.error);
  g_assert_null (answer.password);
  end (secrets, keyring);
}

static void
on_forgotten (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Answer *answer = user_data;

  answer->is_ok = wall_secrets_forget_finish (WALL_SECRETS (source), result, &answer->error);
  answer->is_done = TRUE;
}

static void
test_forgotten (void)
{
  FakeKeyring *keyring = fake_keyring_new (FAKE_KEYRING_OPEN);
  WallSecrets *secrets = new_secrets ();
  g_auto (Answer) answer = { 0 };

  store (secrets, "admin", PASSWORD, &answer);
  store (secrets, "guest", PASSWORD, &answer);
  clear_answer (&answer);
  wall_secrets_forget_async (secrets, URI, "admin", NULL, on_forgotten, &answer);
  wait_until (answer.is_done);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (fake_keyring_get_n_items (keyring), ==, 1);
  look_up (secrets, "admin", &answer);
  g_assert_null (answer.password);
  look_up (secrets, "guest", &answer);
  g_assert_cmpstr (answer.password, ==, PASSWORD);
  end (secrets, keyring);
}

static void
count (int *counter)
{
  (*counter)++;
}

/* Whatever it is that keeps passwords from being kept: they are there for this run, and a sentence
 * says so, once: @n_later times after now. */
static void
assert_memory_serves (WallSecrets *secrets,
                      const char  *sentence,
                      int          n_later)
{
  g_auto (Answer) answer = { 0 };
  int n_notices = 0;

  g_assert_false (wall_secrets_is_available (secrets));
  g_signal_connect_swapped (secrets, "notify::notice", G_CALLBACK (count), &n_notices);
  store (secrets, "admin", PASSWORD, &answer);
  g_assert_false (answer.is_ok);
  look_up (secrets, "admin", &answer);
  g_assert_cmpstr (answer.password, ==, PASSWORD);
  g_assert_cmpint (n_notices, ==, n_later);
  g_assert_nonnull (strstr (wall_secrets_get_notice (secrets), sentence));
}

/* Nobody is told of a keyring that nothing was to be put into. */
static void
test_absent (void)
{
  WallSecrets *secrets = new_secrets ();
  g_auto (Answer) answer = { 0 };

  look_up (secrets, "admin", &answer);
  g_assert_no_error (answer.error);
  g_assert_null (answer.password);
  g_assert_null (wall_secrets_get_notice (secrets));
  assert_memory_serves (secrets, "no keyring", 1);
  end (secrets, NULL);
}

static void
test_failing (void)
{
  FakeKeyring *keyring = fake_keyring_new (FAKE_KEYRING_FAILING);
  WallSecrets *secrets = new_secrets ();
  g_auto (Answer) answer = { 0 };

  look_up (secrets, "admin", &answer);
  g_assert_error (answer.error, WALL_KEYRING_ERROR, WALL_KEYRING_ERROR_FAILED);
  assert_memory_serves (secrets, "cannot be used", 0);
  end (secrets, keyring);
}

static void
test_hanging (void)
{
  FakeKeyring *keyring = fake_keyring_new (FAKE_KEYRING_HANGING);
  WallSecrets *secrets = new_secrets ();
  gint64 began_us = g_get_monotonic_time ();
  g_auto (Answer) answer = { 0 };
  guint n_calls;

  look_up (secrets, "admin", &answer);
  g_assert_error (answer.error, WALL_KEYRING_ERROR, WALL_KEYRING_ERROR_SILENT);
  g_assert_cmpint (g_get_monotonic_time () - began_us, >, 4900000);
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 8000000);
  g_assert_nonnull (strstr (wall_secrets_get_notice (secrets), "does not answer"));

  /* From now on it is left in peace, but by a person who wants a password kept. */
  n_calls = fake_keyring_get_n_calls (keyring);
  look_up (secrets, "admin", &answer);
  g_assert_error (answer.error, WALL_KEYRING_ERROR, WALL_KEYRING_ERROR_SILENT);
  g_assert_cmpuint (fake_keyring_get_n_calls (keyring), ==, n_calls);
  wall_secrets_remember (secrets, URI, "admin", PASSWORD);
  look_up (secrets, "admin", &answer);
  g_assert_cmpstr (answer.password, ==, PASSWORD);
  end (secrets, keyring);
}

static void
test_unlocked_once (void)
{
  FakeKeyring *keyring = fake_keyring_new (FAKE_KEYRING_LOCKED);
  WallSecrets *secrets = new_secrets ();
  Answer answers[8] = { 0 };
  int unlocked = 0;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autofree char *user = g_strdup_printf ("user%u", i);

    fake_keyring_add (keyring, "192.168.7.1", 34567, user, PASSWORD);
    wall_secrets_lookup_async (secrets, URI, user, NULL, on_looked_up, &answers[i]);
  }

  g_signal_connect_swapped (secrets, "unlocked", G_CALLBACK (count), &unlocked);
  wait_until (unlocked > 0);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    wait_until (answers[i].is_done);
    if (answers[i].password == NULL)
      g_assert_error (answers[i].error, WALL_KEYRING_ERROR, WALL_KEYRING_ERROR_ASKING);
    clear_answer (&answers[i]);
  }

  g_assert_cmpuint (fake_keyring_get_n_prompts (keyring), ==, 1);
  g_assert_null (wall_secrets_get_notice (secrets));
  look_up (secrets, "user7", &answers[0]);
  g_assert_cmpstr (answers[0].password, ==, PASSWORD);
  clear_answer (&answers[0]);
  end (secrets, keyring);
}

static void
test_stored_when_unlocked (void)
{
  FakeKeyring *keyring = fake_keyring_new (FAKE_KEYRING_LOCKED);
  WallSecrets *secrets = new_secrets ();
  g_autofree char *kept = NULL;
  g_auto (Answer) answer = { 0 };

  store (secrets, "admin", PASSWORD, &answer);
  g_assert_no_error (answer.error);
  kept = fake_keyring_dup_password (keyring, "admin");
  g_assert_cmpstr (kept, ==, PASSWORD);
  g_assert_cmpuint (fake_keyring_get_n_prompts (keyring), ==, 1);
  end (secrets, keyring);
}

static void
test_dismissed (void)
{
  FakeKeyring *keyring = fake_keyring_new (FAKE_KEYRING_DISMISSED);
  WallSecrets *secrets = new_secrets ();
  g_auto (Answer) answer = { 0 };

  fake_keyring_add (keyring, "192.168.7.1", 34567, "admin", "kept");
  look_up (secrets, "admin", &answer);
  g_assert_error (answer.error, WALL_KEYRING_ERROR, WALL_KEYRING_ERROR_ASKING);
  wait_until (wall_secrets_get_notice (secrets) != NULL);
  assert_memory_serves (secrets, "locked", 0);
  g_assert_cmpuint (fake_keyring_get_n_prompts (keyring), ==, 1);
  g_assert_cmpuint (fake_keyring_get_n_items (keyring), ==, 1);
  end (secrets, keyring);
}

/* A keyring that comes later is used for what a person wants kept. */
static void
test_comes_later (void)
{
  WallSecrets *secrets = new_secrets ();
  FakeKeyring *keyring;
  g_auto (Answer) answer = { 0 };

  look_up (secrets, "admin", &answer);
  g_assert_false (wall_secrets_is_available (secrets));

  keyring = fake_keyring_new (FAKE_KEYRING_OPEN);
  store (secrets, "admin", PASSWORD, &answer);
  g_assert_no_error (answer.error);
  g_assert_true (wall_secrets_is_available (secrets));
  g_assert_null (wall_secrets_get_notice (secrets));
  g_assert_cmpuint (fake_keyring_get_n_items (keyring), ==, 1);
  end (secrets, keyring);
}

int
main (int    argc,
      char **argv)
{
  static GTestDBus *bus;
  int status;

  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);

  g_test_add_func ("/secrets/memory-only", test_memory_only);
  g_test_add_func ("/secrets/kept-from-run-to-run", test_kept_from_run_to_run);
  g_test_add_func ("/secrets/same-device", test_same_device);
  g_test_add_func ("/secrets/forgotten", test_forgotten);
  g_test_add_func ("/secrets/absent", test_absent);
  g_test_add_func ("/secrets/failing", test_failing);
  g_test_add_func ("/secrets/hanging", test_hanging);
  g_test_add_func ("/secrets/unlocked-once", test_unlocked_once);
  g_test_add_func ("/secrets/stored-when-unlocked", test_stored_when_unlocked);
  g_test_add_func ("/secrets/dismissed", test_dismissed);
  g_test_add_func ("/secrets/comes-later", test_comes_later);
  status = g_test_run ();

  /* The connection is held by libsecret, which lives as long as the program. */
  g_test_dbus_stop (bus);
  return status;
}
