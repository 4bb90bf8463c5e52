/* test-access.c
 *
 * Who is let in and for what: rights, locked accounts, and the limit of connections.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "box.h"
#include "encoder-console.h"
#include "encoder-device.h"
#include "raw-client.h"

#define LOGIN "{\"EncryptType\":\"NONE\",\"LoginType\":\"DVRIP-Web\",\"PassWord\":\"%s\"," \
              "\"UserName\":\"%s\"}"
#define DEADLINE_US (20 * G_USEC_PER_SEC)

static EncoderUsers *
make_users (void)
{
  g_autofree char *dir = g_dir_make_tmp ("encoder-access-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "users", NULL);
  g_autoptr (GError) error = NULL;
  EncoderUsers *users;

  g_assert_true (g_file_set_contents (path, "[user guard]\npassword=g\nlive=2\n"
                                            "[user chief]\npassword=c\nlive=all\n"
                                            "[user turner]\npassword=t\nptz=all\n", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  users = encoder_users_load (path, &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (dir);

  return users;
}

static int
get_ret (const char *reply)
{
  const char *ret = strstr (reply, "\"Ret\" : ");

  g_assert_nonnull (ret);
  return (int) g_ascii_strtoll (ret + strlen ("\"Ret\" : "), NULL, 10);
}

static int
sign_in (RawClient  *client,
         const char *user,
         const char *password)
{
  g_autofree char *json = g_strdup_printf (LOGIN, password, user);
  g_autofree char *reply = raw_client_ask (client, 1000, json);

  return get_ret (reply);
}

static int
try_login (EncoderServer *server,
           const char    *user,
           const char    *password)
{
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));

  return sign_in (client, user, password);
}

static void
test_live_right (void)
{
  g_autoptr (EncoderUsers) users = make_users ();
  EncoderConfig config;
  g_autoptr (EncoderServer) server = NULL;
  g_autoptr (RawClient) guard = NULL;
  g_autoptr (RawClient) turner = NULL;
  g_autoptr (RawUnit) unit = NULL;

  box_config (&config, 2);
  config.users = users;
  server = box_start (&config);
  guard = raw_client_new (encoder_server_get_port (server, 1));
  turner = raw_client_new (encoder_server_get_port (server, 1));
  g_assert_cmpint (sign_in (guard, "guard", "g"), ==, 100);
  g_assert_cmpint (sign_in (turner, "turner", "t"), ==, 100);
  g_assert_cmpint (try_login (server, "guard", "c"), ==, 203);
  g_assert_cmpint (try_login (server, "admin", "admin"), ==, 204);

  g_assert_cmpint (raw_client_claim (guard, 0, "Main"), ==, 107);
  g_assert_cmpint (raw_client_claim (guard, 2, "Main"), ==, 109);
  g_assert_cmpint (raw_client_claim (turner, 1, "Extra1"), ==, 107);
  g_assert_cmpint (raw_client_claim (guard, 1, "Main"), ==, 100);
  raw_client_send_monitor (guard, 1410, "Start", 1, "Main");
  unit = raw_client_read_unit (guard);
  g_assert_cmphex (unit->kind, ==, 0xfc);
}

/* The session of a user who signs in over another's is a new one, and has nothing of it. */
static void
test_other_user (void)
{
  g_autoptr (EncoderUsers) users = make_users ();
  EncoderConfig config;
  g_autoptr (EncoderServer) server = NULL;
  g_autoptr (RawClient) client = NULL;
  guint32 before;

  box_config (&config, 2);
  config.users = users;
  server = box_start (&config);
  client = raw_client_new (encoder_server_get_port (server, 1));
  g_assert_cmpint (sign_in (client, "chief", "c"), ==, 100);
  before = client->session;
  g_assert_cmpint (raw_client_claim (client, 0, "Main"), ==, 100);

  client->session = 0;
  g_assert_cmpint (sign_in (client, "guard", "g"), ==, 100);
  g_assert_cmphex (client->session, !=, before);
  g_assert_cmpint (raw_client_claim (client, 0, "Main"), ==, 107);
  raw_client_send_monitor (client, 1410, "Start", 0, "Main");
  {
    g_autoptr (RawPacket) packet = raw_client_read (client);

    g_assert_cmpuint (packet->id, ==, 1411);
    g_assert_cmpint (get_ret (g_bytes_get_data (packet->payload, NULL)), ==, 103);
  }
}

static void
test_locked (void)
{
  g_autoptr (EncoderUsers) users = make_users ();
  EncoderConfig config;
  g_autoptr (EncoderServer) server = NULL;
  g_autofree char *locks = NULL;
  gint64 deadline_us;

  box_config (&config, 1);
  config.users = users;
  config.lock_out = 1;
  server = box_start (&config);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (try_login (server, "guard", "x"), ==, 203);
  g_assert_cmpint (try_login (server, "guard", "g"), ==, 205);
  g_assert_cmpint (try_login (server, "chief", "c"), ==, 100);
  for (guint i = 0; i < 9; i++)
    g_assert_cmpint (try_login (server, "nobody", "x"), ==, 204);
  locks = encoder_device_dup_locks (server);
  g_assert_cmpstr (locks, ==, "guard 1");

  deadline_us = g_get_monotonic_time () + DEADLINE_US;
  while (try_login (server, "guard", "g") != 100) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (20000);
  }
}

static void
assert_console (EncoderServer *server,
                const char    *line,
                const char    *expected)
{
  gboolean quit = FALSE;
  g_autofree char *answer = encoder_console_answer (server, line, &quit);

  g_assert_cmpstr (answer, ==, expected);
}

static void
test_unlocked (void)
{
  EncoderConfig config;
  g_autoptr (EncoderServer) server = NULL;

  box_config (&config, 1);
  config.lock_out = 3600;
  server = box_start (&config);
  assert_console (server, "locks", "ok: locked: none");
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (try_login (server, "admin", "x"), ==, 203);
  assert_console (server, "locks", "ok: locked: admin 3600");
  assert_console (server, "unlock", "error: usage: unlock USER|all");
  assert_console (server, "unlock guard", "error: no user “guard”");
  assert_console (server, "unlock admin", "ok: unlocked: admin");
  assert_console (server, "locks", "ok: locked: none");
  g_assert_cmpint (try_login (server, "admin", "admin"), ==, 100);
}

/* A box behind each port: what is locked at one is not at the other. */
static void
test_locked_by_port (void)
{
  EncoderConfig config;
  g_autoptr (EncoderServer) server = NULL;
  g_autoptr (RawClient) other = NULL;

  box_config (&config, 2);
  config.ports_per_channel = TRUE;
  config.lock_out = 3600;
  server = box_start (&config);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (try_login (server, "admin", "x"), ==, 203);
  g_assert_cmpint (try_login (server, "admin", "admin"), ==, 205);
  other = raw_client_new (encoder_server_get_port (server, 2));
  raw_client_login (other);
}

static EncoderServer *
start_limited (int at_limit)
{
  EncoderConfig config;

  box_config (&config, 1);
  config.max_connections = 2;
  config.at_limit = at_limit;
  return box_start (&config);
}

static void
test_limit_closes (void)
{
  g_autoptr (EncoderServer) server = start_limited (ENCODER_AT_LIMIT_CLOSE);
  guint16 port = encoder_server_get_port (server, 1);
  g_autoptr (RawClient) first = raw_client_new (port);
  g_autoptr (RawClient) second = raw_client_new (port);
  EncoderCounters counters;

  raw_client_login (first);
  raw_client_login (second);
  {
    g_autoptr (RawClient) third = raw_client_new (port);

    raw_client_expect_fin (third);
  }
  encoder_server_get_counters (server, &counters);
  g_assert_cmpuint (counters.over_limit, ==, 1);
  g_assert_cmpuint (counters.logins, ==, 2);

  /* Room is made by the end of a connection. */
  g_clear_pointer (&first, raw_client_free);
  box_wait_open (server, 1);
  first = raw_client_new (port);
  raw_client_login (first);
}

static void
test_limit_refuses (void)
{
  g_autoptr (EncoderServer) server = start_limited (ENCODER_AT_LIMIT_REFUSE);
  guint16 port = encoder_server_get_port (server, 1);
  g_autoptr (RawClient) first = raw_client_new (port);
  g_autoptr (RawClient) second = raw_client_new (port);

  raw_client_login (first);
  raw_client_login (second);
  g_assert_null (raw_client_new (port));

  /* A fault that comes and goes opens nothing. */
  encoder_server_set_fault (server, 1, ENCODER_FAULT_REFUSE);
  encoder_server_set_fault (server, 1, ENCODER_FAULT_NONE);
  g_assert_null (raw_client_new (port));

  g_clear_pointer (&second, raw_client_free);
  box_wait_open (server, 1);
  second = raw_client_new (port);
  g_assert_nonnull (second);
  raw_client_login (second);
  g_assert_null (raw_client_new (port));
}

static int
take_port (guint16 port)
{
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  int yes = 1;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes), ==, 0);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (fd, 1), ==, 0);
  return fd;
}

static RawClient *
wait_for_port (guint16 port)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;
  RawClient *client;

  while (!(client = raw_client_new (port))) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (20000);
  }

  return client;
}

/* Somebody else has the port when it is to be opened again. */
static void
test_limit_port_taken (void)
{
  g_autoptr (EncoderServer) server = start_limited (ENCODER_AT_LIMIT_REFUSE);
  guint16 port = encoder_server_get_port (server, 1);
  g_autoptr (RawClient) first = raw_client_new (port);
  g_autoptr (RawClient) second = raw_client_new (port);
  g_autoptr (RawClient) third = NULL;
  int taken;

  raw_client_login (first);
  raw_client_login (second);
  taken = take_port (port);
  g_clear_pointer (&second, raw_client_free);
  box_wait_open (server, 1);
  close (taken);
  third = wait_for_port (port);
  raw_client_login (third);
}

static void
test_limit_answers (void)
{
  g_autoptr (EncoderServer) server = start_limited (101);
  guint16 port = encoder_server_get_port (server, 1);
  g_autoptr (RawClient) first = raw_client_new (port);
  g_autoptr (RawClient) second = raw_client_new (port);
  g_autoptr (RawClient) third = raw_client_new (port);

  raw_client_login (first);
  raw_client_login (second);
  g_assert_cmpint (sign_in (third, "admin", "admin"), ==, 101);
  raw_client_use_session (third, first);
  g_assert_cmpint (raw_client_claim (third, 0, "Main"), ==, 101);
  g_assert_cmpint (raw_client_claim (first, 0, "Main"), ==, 100);

  /* It need not come again when there is room. */
  g_clear_pointer (&second, raw_client_free);
  box_wait_open (server, 2);
  g_assert_cmpint (raw_client_claim (third, 0, "Main"), ==, 100);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/encoder/access/live-right", test_live_right);
  g_test_add_func ("/encoder/access/other-user", test_other_user);
  g_test_add_func ("/encoder/access/locked", test_locked);
  g_test_add_func ("/encoder/access/unlocked", test_unlocked);
  g_test_add_func ("/encoder/access/locked-by-port", test_locked_by_port);
  g_test_add_func ("/encoder/access/limit-closes", test_limit_closes);
  g_test_add_func ("/encoder/access/limit-refuses", test_limit_refuses);
  g_test_add_func ("/encoder/access/limit-port-taken", test_limit_port_taken);
  g_test_add_func ("/encoder/access/limit-answers", test_limit_answers);

  return g_test_run ();
}
