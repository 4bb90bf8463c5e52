/* test-users.c
 *
 * The file of users, the rights in it, and the accounts that are locked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "encoder-channels.h"
#include "encoder-lockout.h"
#include "encoder-users.h"

static char *path;

static EncoderUsers *
load (const char  *text,
      int          mode,
      GError     **error)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (g_chmod (path, mode), ==, 0);

  return encoder_users_load (path, error);
}

static void
test_channels (void)
{
  static const char *const bad[] = { "", ",", "0", "129", "4-2", "1-2-3", "x", "1,", "-1", "all,1",
                                     "1 2", "99999999999999999999" };
  EncoderChannels channels = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (encoder_channels_parse (bad[i], &channels));

  g_assert_true (encoder_channels_parse ("1-3, 128", &channels));
  for (guint i = 0; i < 200; i++)
    g_assert_true (encoder_channels_has (&channels, i) == (i < 3 || i == 127));
  g_assert_true (encoder_channels_parse ("none", &channels));
  g_assert_false (encoder_channels_has (&channels, 0));
  g_assert_true (encoder_channels_parse ("all", &channels));
  g_assert_true (encoder_channels_has (&channels, 127));
  g_assert_false (encoder_channels_has (&channels, 128));
}

static void
test_load (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncoderUsers) users =
    load ("# the night shift\n[user guard]\npassword=a \\sb\nlive=1-2\n\n"
          "[user wärter]\npassword=\nlive=all\nptz=1\ntalk=all\nalarms=none\n", 0600, &error);
  const EncoderUser *guard, *other;

  g_assert_no_error (error);
  g_assert_cmpuint (encoder_users_get_number (users), ==, 2);
  g_assert_null (encoder_users_find (users, "Guard"));
  guard = encoder_users_find (users, "guard");
  other = encoder_users_find (users, "wärter");
  g_assert_cmpstr (encoder_user_get_password (guard), ==, "a  b");
  g_assert_cmpstr (encoder_user_get_password (other), ==, "");

  g_assert_true (encoder_user_may (guard, ENCODER_RIGHT_LIVE, 1));
  g_assert_false (encoder_user_may (guard, ENCODER_RIGHT_LIVE, 2));
  g_assert_true (encoder_user_may_any (guard, ENCODER_RIGHT_LIVE, 1, 5));
  g_assert_false (encoder_user_may_any (guard, ENCODER_RIGHT_LIVE, 2, 5));
  /* What is not said is not allowed. */
  for (guint right = ENCODER_RIGHT_PTZ; right < ENCODER_N_RIGHTS; right++)
    g_assert_false (encoder_user_may_any (guard, right, 0, 128));
  g_assert_true (encoder_user_may (other, ENCODER_RIGHT_PTZ, 0));
  g_assert_false (encoder_user_may (other, ENCODER_RIGHT_ALARMS, 0));
}

static void
test_refused (void)
{
  static const struct {
    const char *text, *words;
    int         mode;
  } files[] = {
    { "[user a]\npassword=x\n", "chmod 600", 0640 },
    { "[user a]\npassword=x\n", "chmod 600", 0604 },
    { "", "no user", 0600 },
    { "password=x\n", "", 0600 },
    { "[user a]\nlive=all\n", "no password", 0600 },
    { "[a]\npassword=x\n", "[a]", 0600 },
    { "[user ]\npassword=x\n", "[user ]", 0600 },
    { "[user a]\npassword=x\nlive=some\n", "1-4,7", 0600 },
    { "[user a]\npassword=x\nlife=all\n", "life", 0600 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (load (files[i].text, files[i].mode, &error));
    g_assert_cmpint (error->domain, ==, G_FILE_ERROR);
    g_assert_nonnull (strstr (error->message, files[i].words));
    g_assert_nonnull (strstr (error->message, path));
    g_assert_null (strstr (error->message, "password=x"));
  }

  {
    g_autoptr (GError) error = NULL;

    g_assert_null (encoder_users_load ("/dev/zero", &error));
    g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
  }
}

static void
test_limits (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (EncoderUsers) users = NULL;
  g_autofree char *large = g_strnfill (100000, '#');

  g_assert_null (load (large, 0600, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
  g_clear_error (&error);

  for (guint i = 0; i < ENCODER_MAX_USERS; i++)
    g_string_append_printf (text, "[user u%u]\npassword=x\n", i);
  users = load (text->str, 0600, &error);
  g_assert_no_error (error);
  g_string_append (text, "[user more]\npassword=x\n");
  g_assert_null (load (text->str, 0600, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
}

static void
test_lockout (void)
{
  g_autoptr (EncoderUsers) users = encoder_users_new ();
  g_autoptr (EncoderLockout) lockout = encoder_lockout_new (100);
  g_autofree char *none = NULL;
  g_autofree char *one = NULL;
  const EncoderUser *a, *b;

  encoder_users_add (users, "a", "");
  encoder_users_add (users, "b", "");
  a = encoder_users_get (users, 0);
  b = encoder_users_get (users, 1);

  for (guint i = 0; i < ENCODER_LOCKOUT_TRIES - 1; i++)
    encoder_lockout_fail (lockout, a, 1000);
  g_assert_false (encoder_lockout_is_locked (lockout, a, 1000));
  none = encoder_lockout_describe (lockout, 1000);
  g_assert_cmpstr (none, ==, "");

  encoder_lockout_fail (lockout, a, 1000);
  g_assert_true (encoder_lockout_is_locked (lockout, a, 1099));
  g_assert_false (encoder_lockout_is_locked (lockout, b, 1099));
  one = encoder_lockout_describe (lockout, 1099);
  g_assert_cmpstr (one, ==, "a 1");
  g_assert_false (encoder_lockout_is_locked (lockout, a, 1100));

  /* It takes five again, and a good login or some time forgets the ones before. */
  for (guint i = 0; i < ENCODER_LOCKOUT_TRIES - 1; i++)
    encoder_lockout_fail (lockout, a, 1100);
  encoder_lockout_clear (lockout, a);
  for (guint i = 0; i < ENCODER_LOCKOUT_TRIES - 1; i++)
    encoder_lockout_fail (lockout, a, 1100);
  encoder_lockout_fail (lockout, a, 1201);
  g_assert_false (encoder_lockout_is_locked (lockout, a, 1201));
  for (guint i = 0; i < ENCODER_LOCKOUT_TRIES - 1; i++)
    encoder_lockout_fail (lockout, a, 1202);
  g_assert_true (encoder_lockout_is_locked (lockout, a, 1203));
  encoder_lockout_clear (lockout, NULL);
  g_assert_false (encoder_lockout_is_locked (lockout, a, 1203));
}

static void
test_never_locked (void)
{
  g_autoptr (EncoderUsers) users = encoder_users_new ();
  g_autoptr (EncoderLockout) lockout = encoder_lockout_new (0);

  encoder_users_add (users, "a", "");
  for (guint i = 0; i < 100; i++)
    encoder_lockout_fail (lockout, encoder_users_get (users, 0), 1000);
  g_assert_false (encoder_lockout_is_locked (lockout, encoder_users_get (users, 0), 1000));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *dir = g_dir_make_tmp ("encoder-users-XXXXXX", NULL);
  int status;

  path = g_build_filename (dir, "users", NULL);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/encoder/users/channels", test_channels);
  g_test_add_func ("/encoder/users/load", test_load);
  g_test_add_func ("/encoder/users/refused", test_refused);
  g_test_add_func ("/encoder/users/limits", test_limits);
  g_test_add_func ("/encoder/users/lockout", test_lockout);
  g_test_add_func ("/encoder/users/never-locked", test_never_locked);
  status = g_test_run ();

  g_unlink (path);
  g_rmdir (dir);
  g_free (path);
  return status;
}
