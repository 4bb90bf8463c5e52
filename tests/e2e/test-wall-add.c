/* test-wall-add.c
 *
 * Adding a device, and editing it, as a person does it, with a keyboard and a screen reader: all
 * channels of one encoder at once; what is said, and where, when it cannot be; and that one wrong
 * password is one login.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "e2e-accessible.h"

#define WAIT_SECONDS 30
/* To cancel is to be rid of it at once. */
#define AT_ONCE (e2e_is_small () ? 5.0 : 2.0)

#define OTHER_SERVICE "Something answers on port "
#define ADDRESS "Address, such as 192.168.1.10 or a URL"

/* One for all tests, since it takes long to start: each but the last leaves it empty, and without a
 * dialog. */
static E2eWall *wall;

/* A key that is pressed before the window has the keyboard is nobody's. */
static void
open_dialog (void)
{
  e2e_focus_window ("^Watchwall$");
  e2e_press ("ctrl+n");
  e2e_accessible_wait (E2E_NAME, ADDRESS, WAIT_SECONDS);
}

/* The field of the address has the focus: at first, and again when it is to be corrected. */
static void
connect_to (const char *address)
{
  e2e_write (address);
  e2e_press ("Return");
}

static char *
dup_address (guint16 port)
{
  return g_strdup_printf ("127.0.0.1:%u", port);
}

/* Of a device of which everything is known, so that nothing is asked for. */
static char *
dup_url (guint16 port)
{
  return g_strdup_printf ("dvrip://admin:admin@127.0.0.1:%u", port);
}

/* A socket on a port that the kernel picked. */
static int
open_port (gboolean  is_listening,
           guint16  *out_port)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, length), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &length), ==, 0);
  if (is_listening)
    g_assert_cmpint (listen (fd, 16), ==, 0);
  *out_port = ntohs (address.sin_port);

  return fd;
}

/* Somebody who speaks first, and something else. */
static gpointer
talk (gpointer data)
{
  const char banner[] = "SSH-2.0-nobody\r\n";
  char heard[256];
  int fd;

  while ((fd = accept (GPOINTER_TO_INT (data), NULL, NULL)) >= 0) {
    if (send (fd, banner, strlen (banner), MSG_NOSIGNAL) > 0)
      while (recv (fd, heard, sizeof heard, 0) > 0)
        continue;
    close (fd);
  }

  return NULL;
}

/* The step says what is wrong, and the field that is to be corrected, which has the focus. */
static void
assert_complaint (const char *field,
                  const char *words)
{
  g_autofree char *step = g_strconcat ("failed: ", words, NULL);

  e2e_accessible_wait (E2E_DESCRIPTION, step, WAIT_SECONDS);
  e2e_accessible_wait_described (field, words, WAIT_SECONDS);
}

static void
assert_refusal (const char *address,
                const char *words)
{
  connect_to (address);
  assert_complaint (ADDRESS, words);
}

static void
close_dialog (void)
{
  e2e_press ("Escape");
  e2e_accessible_wait_gone (E2E_NAME, ADDRESS, WAIT_SECONDS);
}

static void
test_what_is_wrong (void)
{
  g_autofree char *closed = NULL;
  g_autofree char *silent = NULL;
  guint16 closed_port, silent_port;
  int closed_fd = open_port (FALSE, &closed_port);
  int silent_fd = open_port (TRUE, &silent_port);

  open_dialog ();
  assert_refusal ("192.168.1", "The");
  assert_refusal ("nowhere.invalid", "The network does not know the name of the device.");
  closed = dup_address (closed_port);
  assert_refusal (closed, "The device refuses connections on this port.");
  silent = dup_url (silent_port);
  assert_refusal (silent, "The device is connected but sends nothing.");

  close_dialog ();
  close (closed_fd);
  close (silent_fd);
}

static void
test_another_service (void)
{
  guint16 port;
  int fd = open_port (TRUE, &port);
  g_autoptr (GThread) talker = g_thread_new ("talker", talk, GINT_TO_POINTER (fd));
  g_autofree char *address = dup_address (port);

  open_dialog ();
  assert_refusal (address, OTHER_SERVICE);
  e2e_press ("Escape");
  e2e_accessible_wait_gone (E2E_NAME, ADDRESS, AT_ONCE);

  shutdown (fd, SHUT_RDWR);
  g_thread_join (g_steal_pointer (&talker));
  close (fd);
}

/* Begins with somebody who never answers. */
static void
begin_in_vain (const char *silent)
{
  connect_to (silent);
  e2e_accessible_wait (E2E_DESCRIPTION, "under way", WAIT_SECONDS);
}

static void
test_cancel (void)
{
  guint16 port;
  int fd = open_port (TRUE, &port);
  g_autofree char *silent = dup_url (port);

  open_dialog ();
  begin_in_vain (silent);
  e2e_press ("Escape");
  e2e_accessible_wait_gone (E2E_DESCRIPTION, "under way", AT_ONCE);
  e2e_accessible_wait (E2E_NAME, "Connect", WAIT_SECONDS);

  begin_in_vain (silent);
  e2e_type ("0");
  e2e_accessible_wait_gone (E2E_DESCRIPTION, "under way", AT_ONCE);

  begin_in_vain (silent);
  e2e_press ("Escape");
  e2e_press ("Escape");
  e2e_accessible_wait_gone (E2E_NAME, ADDRESS, AT_ONCE);
  open_dialog ();
  close_dialog ();

  close (fd);
}

/* A clipboard takes its time, and is needed only for what no key writes. */
static void
fill_field (const char *text)
{
  if (g_str_is_ascii (text))
    e2e_write (text);
  else
    e2e_paste (text);
}

static void
fill_login (guint16     port,
            const char *user,
            const char *password)
{
  g_autofree char *address = dup_address (port);

  e2e_write (address);
  e2e_press ("Tab");
  fill_field (user);
  e2e_press ("Tab");
  fill_field (password);
}

static guint
count_cameras (void)
{
  g_autofree char *text = e2e_wall_dup_devices (wall);
  guint n = 0;

  for (const char *at = strstr (text, "[camera "); at; at = strstr (at + 1, "[camera "))
    n++;

  return n;
}

static void
wait_cameras (guint n)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (count_cameras () != n) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (50 * 1000);
  }
}

static void
assert_written (const char *line,
                gboolean    is_there)
{
  g_autofree char *text = e2e_wall_dup_devices (wall);

  g_assert_true (!!strstr (text, line) == is_there);
}

#define USER "wärter:王@1/#%\\"
#define PASSWORD "pa ss@:/#%\"\\ü密"

/* A button that has an action, but no target for it, is complained of. */
static void
assert_no_mismatch (void)
{
  g_autofree char *said = NULL;

  g_assert_true (g_file_get_contents (g_getenv ("E2E_WALL_LOG"), &said, NULL, NULL));
  g_assert_null (strstr (said, "mismatch"));
}

/* A message stays for some seconds only: on a slow machine it may be gone before it is looked for. */
static void
redo_and_undo (void)
{
  gint64 end = g_get_monotonic_time () + 2 * WAIT_SECONDS * G_USEC_PER_SEC;

  do {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    e2e_press ("ctrl+shift+z");
    wait_cameras (1);
    e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
    e2e_press ("ctrl+z");
    wait_cameras (0);
  } while (!e2e_accessible_has (E2E_NAME, "Undone: 1 camera added"));

  do {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    e2e_press ("ctrl+z");
  } while (!e2e_accessible_has (E2E_NAME, "Nothing to undo"));
}

/* A user and a password of any character; and to add is undone. */
static void
test_any_character (void)
{
  g_autofree char *file = g_build_filename (g_get_tmp_dir (), "e2e-password-XXXXXX", NULL);
  g_autofree char *option = NULL;
  g_autoptr (E2eEncoder) encoder = NULL;
  g_autoptr (GError) error = NULL;

  close (g_mkstemp (file));
  g_file_set_contents_full (file, PASSWORD "\n", -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  option = g_strconcat ("--password-file=", file, NULL);
  encoder = e2e_encoder_new_with (1, 0, (const char *const[]) { "--user=" USER, option, NULL });
  g_unlink (file);

  open_dialog ();
  fill_login (e2e_encoder_get_port (encoder), USER, PASSWORD);
  e2e_press ("Return");
  e2e_accessible_wait_focus ("Add", WAIT_SECONDS);
  e2e_press ("Return");
  wait_cameras (1);
  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);

  e2e_tab_to ("Undo");
  e2e_press ("Return");
  wait_cameras (0);
  redo_and_undo ();
  assert_no_mismatch ();
}

/* One wrong password is one login, whatever the number of channels; and then all at once, of which
 * one got another name. */
static void
add_all (E2eEncoder *encoder,
         guint       n)
{
  guint rejected;

  open_dialog ();
  fill_login (e2e_encoder_get_port (encoder), "admin", "wrong");
  rejected = e2e_encoder_count (encoder, "rejected-logins");
  e2e_press ("Return");
  assert_complaint ("Password", "The device refuses this user or password.");
  g_assert_cmpuint (e2e_encoder_count (encoder, "rejected-logins"), ==, rejected + 1);

  e2e_write ("admin");
  e2e_press ("Return");
  e2e_accessible_wait_focus ("Add", WAIT_SECONDS);
  e2e_tab_to ("Channel 1");
  e2e_press ("Tab");
  e2e_paste ("Hintertür 后门");
  e2e_press ("Escape");
  e2e_press ("Return");
  e2e_accessible_wait_focus ("Add", WAIT_SECONDS);
  e2e_press ("Return");
  wait_cameras (n);
  assert_written ("name=Hintertür 后门", TRUE);
  assert_written ("user=admin", TRUE);
  assert_written ("password", FALSE);
  e2e_accessible_wait_focus ("Hintertür 后门", WAIT_SECONDS);
  e2e_wall_wait_state (wall, -1, "live", 2 * WAIT_SECONDS);
}

static void
add_again (E2eEncoder *encoder)
{
  guint n = count_cameras ();

  open_dialog ();
  fill_login (e2e_encoder_get_port (encoder), "admin", "admin");
  e2e_press ("Return");
  e2e_accessible_wait (E2E_NAME, "This device is on the wall already", WAIT_SECONDS);
  e2e_press ("Escape");
  close_dialog ();
  g_assert_cmpuint (count_cameras (), ==, n);
}

/* Of the only device. */
static char *
dup_device_id (void)
{
  g_autofree char *text = e2e_wall_dup_devices (wall);
  const char *group = strstr (text, "[device ");

  g_assert_nonnull (group);
  group += strlen ("[device ");

  return g_strndup (group, strcspn (group, "]"));
}

/* A channel that is taken off goes, and the connections of the others stay what they were. */
static void
take_one_off (E2eEncoder *encoder)
{
  guint n = count_cameras ();
  guint logins = e2e_encoder_count (encoder, "logins");
  g_autofree char *id = dup_device_id ();
  g_autofree char *sum = g_strdup_printf ("%u of %u chosen", n - 1, n);

  e2e_focus_window ("^Watchwall$");
  e2e_wall_activate_app (wall, "edit-device", g_variant_new_string ("nobody"));
  e2e_wall_activate_app (wall, "edit-device", g_variant_new_string (id));
  e2e_accessible_wait (E2E_NAME, ADDRESS, WAIT_SECONDS);
  e2e_tab_to ("Cameras");
  e2e_press ("Return");
  e2e_accessible_wait_focus ("Save", WAIT_SECONDS);
  e2e_tab_to ("Channel 1");
  e2e_press ("space");
  e2e_accessible_wait (E2E_NAME, sum, WAIT_SECONDS);
  e2e_press ("Escape");
  e2e_press ("Return");
  wait_cameras (n - 1);
  assert_written ("channel=1\n", FALSE);
  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  g_assert_cmpuint (e2e_encoder_count (encoder, "logins"), ==, logins);
}

static void
test_all_at_once (void)
{
  guint n = e2e_get_cameras ();
  g_autoptr (E2eEncoder) encoder =
    e2e_encoder_new_with (n, 0, (const char *const[]) { "--main=320x180@10", NULL });

  add_all (encoder, n);
}

/* The file is emptied at last, as by an editor. */
static void
test_edit (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (2, 0);

  open_dialog ();
  fill_login (e2e_encoder_get_port (encoder), "admin", "admin");
  e2e_press ("Return");
  e2e_accessible_wait_focus ("Add", WAIT_SECONDS);
  e2e_press ("Return");
  wait_cameras (2);
  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  add_again (encoder);
  take_one_off (encoder);
  e2e_wall_edit_devices (wall, "");
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *log = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/add/what-is-wrong", test_what_is_wrong);
  g_test_add_func ("/e2e/add/another-service", test_another_service);
  g_test_add_func ("/e2e/add/cancel", test_cancel);
  g_test_add_func ("/e2e/add/any-character", test_any_character);
  g_test_add_func ("/e2e/add/edit", test_edit);
  g_test_add_func ("/e2e/add/all-at-once", test_all_at_once);
  close (g_file_open_tmp ("e2e-wall-XXXXXX", &log, NULL));
  g_setenv ("E2E_WALL_LOG", log, TRUE);
  wall = e2e_wall_new_with_files ("", NULL);
  status = g_test_run ();
  e2e_wall_free (wall);
  g_unlink (log);

  return status;
}
