/* test-credentials.c
 *
 * Passwords go to the devices they are for; a file that is broken, or that others may read, is
 * refused, and no message repeats a password.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store-fixture.h"

#define RECORDER "[device r]\nuri=dvrip://10.0.0.9:8000\nuser=guard\n"

#define LOGIN "[login 1]\nhost=10.0.0.9\nport=8000\nuser=guard\npassword=se=cr;et \n"

static void
test_credentials (Fixture      *self,
                  gconstpointer data)
{
  load (self, RECORDER "[camera a]\ndevice=r\n[camera b]\nuri=dvrip://guard@10.0.0.9\n");
  load_credentials (self, LOGIN "[login 2]\nhost=elsewhere\nuser=x\npassword=\n");
  g_assert_cmpstr (wall_device_get_password (get_device_of (self, 0)), ==, "se=cr;et ");
  g_assert_null (wall_device_get_password (get_device_of (self, 1)));
  load_credentials (self, "[login 1]\nhost=10.0.0.9\nuser=guard\npassword=\n");
  g_assert_cmpstr (wall_device_get_password (get_device_of (self, 1)), ==, "");
}

/* A password is told to nobody but whom it is for. */
static void
test_credentials_of_schemes (Fixture      *self,
                             gconstpointer data)
{
  load (self, "[camera a]\nuri=rtsps://u@h/1\n[camera b]\nuri=https://u@h/1\n"
              "[camera c]\nuri=http://u@h:443/1\n[camera d]\nuri=rtsp://h/1\n"
              "[camera e]\nuri=rtsp://u@h:8554/1\n");
  load_credentials (self, "[login 1]\nscheme=rtsps\nhost=h\nuser=u\npassword=one\n"
                          "[login 2]\nscheme=https\nhost=H\nuser=u\npassword=two\n"
                          "[login 3]\nscheme=rtsp\nhost=h\nuser=u\npassword=three\n"
                          "[login 4]\nhost=h\nport=8554\nuser=u\npassword=four\n");
  g_assert_cmpstr (wall_device_get_password (get_device_of (self, 0)), ==, "one");
  g_assert_cmpstr (wall_device_get_password (get_device_of (self, 1)), ==, "two");
  g_assert_null (wall_device_get_password (get_device_of (self, 2)));
  g_assert_null (wall_device_get_password (get_device_of (self, 3)));
  g_assert_cmpstr (wall_device_get_password (get_device_of (self, 4)), ==, "four");
}

static void
test_credentials_first (Fixture      *self,
                        gconstpointer data)
{
  load_credentials (self, LOGIN);
  load (self, RECORDER "[camera a]\ndevice=r\n");
  g_assert_cmpstr (wall_device_get_password (get_device_of (self, 0)), ==, "se=cr;et ");
}

static void
test_credentials_are_private (Fixture      *self,
                              gconstpointer data)
{
  const int modes[] = { 0604, 0640, 0602, 0620, 0601, 0610, 0644, 0666 };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_autoptr (GError) error = NULL;

    write_file (self, LOGIN, modes[i]);
    g_assert_false (wall_device_store_load_credentials (self->store, self->path, &error));
    g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_PERM);
    g_assert_nonnull (strstr (error->message, self->path));
  }
}

static void
test_refuses_credentials (Fixture      *self,
                          gconstpointer data)
{
  static const struct {
    const char *text, *word;
  } cases[] = {
    { "[login 1]\nport=1\nuser=u\npassword=canary\n", "[login 1] host" },
    { "[login 1]\nhost=h\npassword=canary\n", "[login 1] user" },
    { "[login 1]\nhost=h\nuser=u\n", "[login 1] password" },
    { "[login 1]\nhost=h\nport=0\nuser=u\npassword=canary\n", "[login 1] port" },
    { "[login 1]\nhost=h\nport=65536\nuser=u\npassword=canary\n", "[login 1] port" },
    { "[logon 1]\nhost=h\nuser=u\npassword=canary\n", "[logon 1]" },
    { "[login 1]\nscheme=ftp\nhost=h\nuser=u\npassword=canary\n", "[login 1] scheme" },
    { "[login 1]\nscheme=tcp\nhost=h\nuser=u\npassword=canary\n", "[login 1] scheme" },
    { "[login 1]\nscheme=http\nhost=h\nuser=u\npassword=canary\n"
      "[login 2]\nhost=h\nport=80\nuser=u\npassword=x\n", "[login 2]" },
    { "[login 1]\nhost=h\nuser=u\npassword=canary\n[login 2]\nhost=H\nuser=u\npassword=x\n",
      "[login 2]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    write_file (self, cases[i].text, 0600);
    g_assert_false (wall_device_store_load_credentials (self->store, self->path, &error));
    g_assert_nonnull (strstr (error->message, cases[i].word));
    g_assert_null (strstr (error->message, "canary"));
  }
}

/* A password that breaks the file is not repeated to whoever reads the message. */
static void
test_errors_keep_password (Fixture      *self,
                           gconstpointer data)
{
  const char *texts[] = {
    "[login 1]\nhost=h\ncanary\n",
    "[login 1]\nhost=h\nuser=u\npassword=canary\xff\n",
    "[login 1]\nhost=h\nuser=u\npassword=canary\\q\n",
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    write_file (self, texts[i], 0600);
    g_assert_false (wall_device_store_load_credentials (self->store, self->path, &error));
    g_assert_nonnull (strstr (error->message, i == 0 ? "line 3" : "[login 1] password"));
    g_assert_null (strstr (error->message, "canary"));
    g_clear_error (&error);
  }

  write_file (self, "[device r]\nuri=dvrip://u:canary:canary@h:canary\n", 0600);
  g_assert_false (wall_device_store_load (self->store, self->path, &error));
  g_assert_null (strstr (error->message, "canary"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/model/credentials/given", test_credentials);
  ADD ("/model/credentials/of-schemes", test_credentials_of_schemes);
  ADD ("/model/credentials/first", test_credentials_first);
  ADD ("/model/credentials/are-private", test_credentials_are_private);
  ADD ("/model/credentials/refuses-credentials", test_refuses_credentials);
  ADD ("/model/credentials/errors-keep-password", test_errors_keep_password);
  return g_test_run ();
}
