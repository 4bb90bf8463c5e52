/* test-password-giver.c
 *
 * Every device gets its password from the file of credentials, or else from what is kept, and never
 * one of another login. A device that a person removes takes it along, and brings it back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <libsecret/secret.h>

#include "fake-keyring.h"
#include "store-fixture.h"
#include "wait-until.h"
#include "wall-device-private.h"

#define TWO_DEVICES                                                                                \
  "[device a]\nuri=dvrip://192.168.7.1\nuser=admin\n"                                              \
  "[device b]\nuri=dvrip://192.168.7.2\nuser=admin\n"                                              \
  "[camera 1]\ndevice=a\nchannel=1\n[camera 2]\ndevice=b\nchannel=1\n"

static void
wait_for_answer (WallDevice *device)
{
  wait_until (!wall_device_is_awaiting (device));
}

static void
test_from_memory (Fixture      *self,
                  gconstpointer data)
{
  WallSecrets *secrets = wall_device_store_get_secrets (self->store);
  WallDevice *a, *b;

  wall_secrets_remember (secrets, "dvrip://192.168.7.1", "admin", "kept");
  load (self, TWO_DEVICES);
  a = wall_device_store_find (self->store, "a");
  b = wall_device_store_find (self->store, "b");
  g_assert_true (wall_device_is_awaiting (a));
  g_assert_false (wall_device_may_begin (a, 0));
  wait_for_answer (a);
  wait_for_answer (b);
  g_assert_cmpstr (wall_device_get_password (a), ==, "kept");
  g_assert_null (wall_device_get_password (b));
  g_assert_true (wall_device_may_begin (b, 0));
}

static void
test_credentials_first (Fixture      *self,
                        gconstpointer data)
{
  WallSecrets *secrets = wall_device_store_get_secrets (self->store);
  WallDevice *a;

  wall_secrets_remember (secrets, "dvrip://192.168.7.1", "admin", "kept");
  load_credentials (self, "[login 1]\nhost=192.168.7.1\nuser=admin\npassword=file\n");
  load (self, TWO_DEVICES);
  a = wall_device_store_find (self->store, "a");
  g_assert_false (wall_device_is_awaiting (a));
  g_assert_cmpstr (wall_device_get_password (a), ==, "file");
}

/* A password is for one login: it goes to no other address and no other user. */
static void
test_another_login (Fixture      *self,
                    gconstpointer data)
{
  WallSecrets *secrets = wall_device_store_get_secrets (self->store);
  WallDevice *a;

  wall_secrets_remember (secrets, "dvrip://192.168.7.1", "admin", "kept");
  wall_secrets_remember (secrets, "dvrip://192.168.7.9", "guest", "other");
  load (self, TWO_DEVICES);
  a = wall_device_store_find (self->store, "a");
  wait_for_answer (a);

  g_object_set (a, "uri", "dvrip://192.168.7.9:34567", NULL);
  g_assert_null (wall_device_get_password (a));
  g_assert_false (wall_device_may_begin (a, 0));
  wait_for_answer (a);
  g_assert_null (wall_device_get_password (a));
  g_object_set (a, "user", "guest", NULL);
  wait_for_answer (a);
  g_assert_cmpstr (wall_device_get_password (a), ==, "other");
}

/* What a person says counts, whatever comes out of the keyring afterwards. */
static void
test_person_first (Fixture      *self,
                   gconstpointer data)
{
  WallSecrets *secrets = wall_device_store_get_secrets (self->store);
  WallDevice *a;

  wall_secrets_remember (secrets, "dvrip://192.168.7.1", "admin", "kept");
  load (self, TWO_DEVICES);
  a = wall_device_store_find (self->store, "a");
  wall_device_set_password (a, "said");
  wait_for_answer (wall_device_store_find (self->store, "b"));
  g_assert_cmpstr (wall_device_get_password (a), ==, "said");
}

static void
use_keyring (Fixture *self)
{
  secret_service_disconnect ();
  wall_secrets_use_keyring (wall_device_store_get_secrets (self->store));
}

static void
test_unlocked (Fixture      *self,
               gconstpointer data)
{
  FakeKeyring *keyring = fake_keyring_new (FAKE_KEYRING_LOCKED);
  WallDevice *a, *b;

  fake_keyring_add (keyring, "192.168.7.1", 34567, "admin", "first");
  fake_keyring_add (keyring, "192.168.7.2", 34567, "admin", "second");
  use_keyring (self);
  load (self, TWO_DEVICES);
  a = wall_device_store_find (self->store, "a");
  b = wall_device_store_find (self->store, "b");
  wait_until (wall_device_get_password (a) && wall_device_get_password (b));
  g_assert_cmpstr (wall_device_get_password (a), ==, "first");
  g_assert_cmpstr (wall_device_get_password (b), ==, "second");
  g_assert_cmpint (wall_device_get_verdict (a), ==, WALL_REASON_NONE);
  g_assert_cmpuint (fake_keyring_get_n_prompts (keyring), ==, 1);
  fake_keyring_free (keyring);
}

static void
test_stays_locked (Fixture      *self,
                   gconstpointer data)
{
  FakeKeyring *keyring = fake_keyring_new (FAKE_KEYRING_DISMISSED);
  WallDevice *a;

  fake_keyring_add (keyring, "192.168.7.1", 34567, "admin", "first");
  use_keyring (self);
  load (self, TWO_DEVICES);
  a = wall_device_store_find (self->store, "a");
  wait_for_answer (a);
  wait_for_answer (wall_device_store_find (self->store, "b"));
  g_assert_cmpint (wall_device_get_verdict (a), ==, WALL_REASON_PASSWORD_NEEDED);
  g_assert_cmpint (wall_device_get_verdict (wall_device_store_find (self->store, "b")), ==,
                   WALL_REASON_NONE);
  fake_keyring_free (keyring);
}

static gboolean
has_password (FakeKeyring *keyring,
              const char  *user)
{
  g_autofree char *password = fake_keyring_dup_password (keyring, user);

  return g_strcmp0 (password, "first") == 0;
}

static guint
remove_device (Fixture    *self,
               const char *id)
{
  wall_device_store_begin (self->store);
  wall_device_store_remove_device (self->store, id);
  return wall_device_store_commit (self->store, "Removed");
}

/* The password of the last device that signs in with it goes, and comes back with the device. */
static void
test_removed (Fixture      *self,
              gconstpointer data)
{
  FakeKeyring *keyring = fake_keyring_new (FAKE_KEYRING_OPEN);
  guint step;

  fake_keyring_add (keyring, "192.168.7.1", 34567, "admin", "first");
  fake_keyring_add (keyring, "192.168.7.3", 34567, "guard", "second");
  use_keyring (self);
  load (self, TWO_DEVICES);
  wait_until (wall_device_get_password (wall_device_store_find (self->store, "a")));

  step = remove_device (self, "a");
  wait_until (!has_password (keyring, "admin"));
  g_assert_cmpuint (fake_keyring_get_n_items (keyring), ==, 1);

  g_assert_true (wall_device_store_undo (self->store, step));
  wait_until (has_password (keyring, "admin"));
  wait_for_answer (wall_device_store_find (self->store, "a"));
  g_assert_cmpstr (wall_device_get_password (wall_device_store_find (self->store, "a")), ==,
                   "first");
  g_assert_cmpuint (fake_keyring_get_n_items (keyring), ==, 2);
  fake_keyring_free (keyring);
}

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  gboolean *is_stored = user_data;

  *is_stored = wall_secrets_store_finish (WALL_SECRETS (source), result, NULL);
}

/* However fast a person changes their mind, the last word counts. */
static void
test_removed_at_once (Fixture      *self,
                      gconstpointer data)
{
  FakeKeyring *keyring = fake_keyring_new (FAKE_KEYRING_OPEN);
  WallSecrets *secrets = wall_device_store_get_secrets (self->store);
  gboolean is_stored = FALSE;
  guint step;

  use_keyring (self);
  load (self, TWO_DEVICES);
  wait_for_answer (wall_device_store_find (self->store, "a"));
  wall_secrets_store_async (secrets, "dvrip://192.168.7.1", "admin", "first", NULL, on_stored,
                            &is_stored);
  for (guint i = 0; i < 5; i++) {
    step = remove_device (self, "a");
    g_assert_true (wall_device_store_undo (self->store, step));
  }
  wait_until (is_stored);
  g_assert_true (has_password (keyring, "admin"));

  step = remove_device (self, "a");
  g_assert_true (wall_device_store_undo (self->store, step));
  wait_until (!has_password (keyring, "admin"));
  wait_until (has_password (keyring, "admin"));

  remove_device (self, "a");
  wait_until (!has_password (keyring, "admin"));
  fake_keyring_free (keyring);
}

/* What an editor takes out may be back with its next word; what is only remembered is not kept. */
static void
test_not_withdrawn (Fixture      *self,
                    gconstpointer data)
{
  FakeKeyring *keyring = fake_keyring_new (FAKE_KEYRING_OPEN);
  WallSecrets *secrets = wall_device_store_get_secrets (self->store);
  guint step;

  fake_keyring_add (keyring, "192.168.7.1", 34567, "admin", "first");
  use_keyring (self);
  wall_secrets_remember (secrets, "dvrip://192.168.7.2", "admin", "said");
  load (self, TWO_DEVICES);
  wait_until (wall_device_get_password (wall_device_store_find (self->store, "a")));

  write_file (self, "[device b]\nuri=dvrip://192.168.7.2\nuser=admin\n[camera 2]\ndevice=b\n", 0600);
  wait_until (wall_device_store_find (self->store, "a") == NULL);
  step = remove_device (self, "b");
  g_assert_true (wall_device_store_undo (self->store, step));
  wait_until (wall_device_get_password (wall_device_store_find (self->store, "b")));
  fixture_wait_idle (self);
  g_assert_true (has_password (keyring, "admin"));
  g_assert_cmpuint (fake_keyring_get_n_items (keyring), ==, 1);
  fake_keyring_free (keyring);
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

  ADD ("/model/password-giver/from-memory", test_from_memory);
  ADD ("/model/password-giver/credentials-first", test_credentials_first);
  ADD ("/model/password-giver/another-login", test_another_login);
  ADD ("/model/password-giver/person-first", test_person_first);
  ADD ("/model/password-giver/unlocked", test_unlocked);
  ADD ("/model/password-giver/stays-locked", test_stays_locked);
  ADD ("/model/password-giver/removed", test_removed);
  ADD ("/model/password-giver/removed-at-once", test_removed_at_once);
  ADD ("/model/password-giver/not-withdrawn", test_not_withdrawn);
  status = g_test_run ();

  /* The connection is held by libsecret, which lives as long as the program. */
  g_test_dbus_stop (bus);
  return status;
}
