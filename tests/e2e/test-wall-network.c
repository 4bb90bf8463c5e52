/* test-wall-network.c
 *
 * Cables that are pulled, plugged in again or were never there: the badge says so within the
 * figures of the policy, short gaps cost no connection, and everything heals by itself. In a network
 * namespace of its own (tests/e2e/in-namespace), whose packet filter is the cable.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"

#define LIVE_SECONDS 30
#define STEADY_CAMERAS 3

/* Below the ports that the kernel gives away: in a namespace of one's own they are free. */
#define FIRST_PORT 20000

/* In 100 ms: twice what the policy allows, since a machine that pauses bunches them. */
#define MAX_LOGINS 16

/* What the promises allow, and what a loaded machine under sanitizers may add to it. */
#define SLACK_SECONDS (e2e_is_small () ? 6.0 : 3.0)

/* Two devices: a steady one with three cameras, and, as the last camera, one whose cable is pulled. */
typedef struct {
  E2eEncoder *steady, *pulled;
  E2eWall    *wall;
} Rig;

static void
run (const char *format,
     ...) G_GNUC_PRINTF (1, 2);

static void
run (const char *format,
     ...)
{
  g_autofree char *command = NULL;
  g_autoptr (GError) error = NULL;
  va_list arguments;
  int status;

  va_start (arguments, format);
  command = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s", command, error->message);
}

static void
pull_range (guint first,
            guint last)
{
  run ("nft add table inet cable");
  run ("nft 'add chain inet cable in { type filter hook input priority 0; }'");
  run ("nft add rule inet cable in tcp dport %u-%u drop", first, last);
  run ("nft add rule inet cable in tcp sport %u-%u drop", first, last);
}

static void
plug_in (void)
{
  run ("nft delete table inet cable");
}

static void
add_device (GString    *text,
            const char *id,
            const char *host,
            guint16     port,
            guint       cameras)
{
  static guint number;

  g_string_append_printf (text, "[device %s]\nuri=dvrip://%s:%u\nuser=admin\n", id, host, port);
  for (guint i = 1; i <= cameras; i++)
    g_string_append_printf (text,
                            "[camera %s-%u]\ndevice=%s\nchannel=%u\nstream=main\nnumber=%u\n", id,
                            i, id, i, ++number);
}

static E2eWall *
start_wall (const char *devices,
            guint16     port,
            guint16     other_port)
{
  g_autofree char *credentials = g_strdup_printf (
    "[login 1]\nhost=127.0.0.1\nport=%u\nuser=admin\npassword=admin\n"
    "[login 2]\nhost=127.0.0.1\nport=%u\nuser=admin\npassword=admin\n", port, other_port);

  return e2e_wall_new_with_files (devices, credentials);
}

static void
rig_set_up (Rig          *rig,
            gconstpointer data)
{
  g_autoptr (GString) devices = g_string_new (NULL);
  guint16 steady_port, pulled_port;

  rig->steady = e2e_encoder_new (STEADY_CAMERAS, 0);
  rig->pulled = e2e_encoder_new (1, 0);
  steady_port = e2e_encoder_get_port (rig->steady);
  pulled_port = e2e_encoder_get_port (rig->pulled);
  add_device (devices, "steady", "127.0.0.1", steady_port, STEADY_CAMERAS);
  add_device (devices, "pulled", "127.0.0.1", pulled_port, 1);
  rig->wall = start_wall (devices->str, steady_port, pulled_port);
  e2e_wall_wait_state (rig->wall, -1, "live", LIVE_SECONDS);
}

static void
rig_tear_down (Rig          *rig,
               gconstpointer data)
{
  e2e_wall_free (rig->wall);
  e2e_encoder_free (rig->pulled);
  e2e_encoder_free (rig->steady);
}

static void
assert_steady_is_untouched (Rig *rig)
{
  g_assert_cmpuint (e2e_encoder_count (rig->steady, "logins"), ==, STEADY_CAMERAS);
  g_assert_cmpuint (e2e_encoder_count (rig->steady, "open"), ==, STEADY_CAMERAS);
}

/* TCP is still there, and nothing comes: late, stalled, given up, and live again once it is back. */
static void
test_pulled_cable (Rig          *rig,
                   gconstpointer data)
{
  guint16 port = e2e_encoder_get_port (rig->pulled);
  double late, stalled, given_up, live;

  pull_range (port, port);
  late = e2e_wall_wait_state (rig->wall, STEADY_CAMERAS, "late", 1.0 + SLACK_SECONDS);
  stalled = e2e_wall_wait_state (rig->wall, STEADY_CAMERAS, "stalled", 2.0 + SLACK_SECONDS);
  given_up = e2e_wall_wait_state (rig->wall, STEADY_CAMERAS, "waiting-retry", 5.0 + SLACK_SECONDS);
  e2e_wall_wait_state (rig->wall, STEADY_CAMERAS, "connecting", 3.0 + SLACK_SECONDS);

  plug_in ();
  live = e2e_wall_wait_state (rig->wall, STEADY_CAMERAS, "live", 12.0 + SLACK_SECONDS);
  g_test_message ("late after %.1f s, stalled after %.1f s, given up after %.1f s, "
                  "live %.1f s after the cable was back",
                  late, late + stalled, late + stalled + given_up, live);
  assert_steady_is_untouched (rig);
}

/* What TCP bridges by itself costs no connection. */
static void
test_short_gap (Rig          *rig,
                gconstpointer data)
{
  guint16 port = e2e_encoder_get_port (rig->pulled);
  double live;

  pull_range (port, port);
  e2e_wall_wait_state (rig->wall, STEADY_CAMERAS, "late", 1.0 + SLACK_SECONDS);
  g_usleep ((gulong) (1.3 * G_USEC_PER_SEC));
  plug_in ();
  live = e2e_wall_wait_state (rig->wall, STEADY_CAMERAS, "live", 4.0 + SLACK_SECONDS);

  g_test_message ("live %.1f s after a short gap", live);
  g_assert_cmpuint (e2e_encoder_count (rig->pulled, "logins"), ==, 1);
  assert_steady_is_untouched (rig);
}

/* The way out of @reason: what the wall says of a camera that it cannot reach. */
static void
assert_cannot_reach (const char *host,
                     guint16     port,
                     const char *reason,
                     double      seconds)
{
  g_autoptr (GString) devices = g_string_new (NULL);
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (1, 0);
  g_autoptr (JsonObject) report = NULL;
  g_autoptr (E2eWall) wall = NULL;
  guint16 steady_port = e2e_encoder_get_port (encoder);
  double taken;

  add_device (devices, "steady", "127.0.0.1", steady_port, 1);
  add_device (devices, "lost", host, port, 1);
  wall = start_wall (devices->str, steady_port, port);
  taken = e2e_wall_wait_state (wall, 1, "waiting-retry", seconds + SLACK_SECONDS);
  e2e_wall_wait_state (wall, 0, "live", LIVE_SECONDS);
  report = e2e_wall_report (wall);

  g_test_message ("%s:%u: %s, %.1f s after the wall answered", host, port,
                  e2e_report_reason (report, 1), taken);
  g_assert_cmpstr (e2e_report_reason (report, 1), ==, reason);
}

static void
test_dropped (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (1, 0);
  guint16 port = e2e_encoder_get_port (encoder);

  pull_range (port, port);
  assert_cannot_reach ("127.0.0.1", port, "timed-out", 4.5);
  plug_in ();
}

/* No way at all, and a way on which nobody answers to the address. */
static void
test_no_route (void)
{
  assert_cannot_reach ("192.0.2.1", 34567, "no-route", 1.0);

  run ("ip link add wall-a type veth peer name wall-b");
  run ("ip address add 192.0.2.2/24 dev wall-a");
  run ("ip link set wall-a up");
  run ("ip link set wall-b up");
  assert_cannot_reach ("192.0.2.1", 34567, "no-route", 4.0);
  run ("ip link delete wall-a");
}

static E2eEncoder *
start_many (guint devices)
{
  static const char *const options[] = { "--ports-per-channel", "--main=64x64@5",
                                         "--sub=64x64@5", NULL };

  return e2e_encoder_new_with (devices, FIRST_PORT, options);
}

static E2eWall *
start_wall_of_many (guint devices)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) credentials = g_string_new (NULL);

  for (guint i = 0; i < devices; i++) {
    g_autofree char *id = g_strdup_printf ("d%u", i);

    add_device (text, id, "127.0.0.1", (guint16) (FIRST_PORT + i), 1);
    g_string_append_printf (credentials, "[login %u]\nhost=127.0.0.1\nport=%u\nuser=admin\n"
                                         "password=admin\n", i + 1, FIRST_PORT + i);
  }

  return e2e_wall_new_with_files (text->str, credentials->str);
}

/* Watches the logins until every camera is live; returns the most of them in 100 ms. */
static guint
watch_logins (E2eEncoder *encoder,
              E2eWall    *wall,
              guint       devices,
              double      deadline)
{
  gint64 end = g_get_monotonic_time () + (gint64) (deadline * G_USEC_PER_SEC);
  guint before = e2e_encoder_count (encoder, "logins"), most = 0;

  while (g_get_monotonic_time () < end) {
    g_autoptr (JsonObject) report = NULL;
    gint64 asked = g_get_monotonic_time ();
    guint logins;

    g_usleep (100 * 1000);
    logins = e2e_encoder_count (encoder, "logins");
    most = MAX (most, (guint) ((logins - before) * 100000.0 /
                               (double) (g_get_monotonic_time () - asked)));
    before = logins;
    report = e2e_wall_report (wall);
    if (e2e_report_count (report, "live") == devices)
      return most;
  }

  e2e_wall_wait_state (wall, -1, "live", 0);
  return most;
}

/* A switch that lost its power: all its cameras come back at once, and nobody storms them. */
static void
test_return_together (void)
{
  guint devices = e2e_is_small () ? 16 : 64;
  g_autoptr (E2eEncoder) encoder = start_many (devices);
  g_autoptr (E2eWall) wall = start_wall_of_many (devices);
  gint64 start;
  guint most;

  e2e_wall_wait_state (wall, -1, "live", 2 * LIVE_SECONDS);
  pull_range (FIRST_PORT, FIRST_PORT + devices - 1);
  e2e_wall_wait_state (wall, (int) devices - 1, "waiting-retry", 8.0 + SLACK_SECONDS);
  e2e_wall_wait_state (wall, 0, "connecting", 8.0 + SLACK_SECONDS);

  plug_in ();
  start = g_get_monotonic_time ();
  most = watch_logins (encoder, wall, devices, 15.0 + 2 * SLACK_SECONDS);
  g_test_message ("%u devices live again after %.1f s, at most %u logins in 100 ms", devices,
                  (double) (g_get_monotonic_time () - start) / 1e6, most);
  g_assert_cmpuint (most, <=, MAX_LOGINS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/e2e/network/pulled-cable-is-told-and-heals", Rig, NULL, rig_set_up,
              test_pulled_cable, rig_tear_down);
  g_test_add ("/e2e/network/short-gap-costs-no-connection", Rig, NULL, rig_set_up, test_short_gap,
              rig_tear_down);
  g_test_add_func ("/e2e/network/dropped-packets-time-out", test_dropped);
  g_test_add_func ("/e2e/network/no-route-is-told", test_no_route);
  g_test_add_func ("/e2e/network/many-return-together", test_return_together);

  return g_test_run ();
}
