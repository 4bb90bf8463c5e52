/* test-wall-protocols.c
 *
 * Cameras of all protocols side by side on one wall, with the same honest badge: one that dies
 * disturbs no other, a wrong password is one attempt, and a certificate is trusted once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-device.h"
#include "e2e-http.h"

#define LIVE_SECONDS 60
#define SLACK_SECONDS (e2e_is_small () ? 10.0 : 6.0)

/* What nothing that the wall says may contain. */
#define PASSWORD "s3cret word"

enum {
  DVRIP,
  RTSP,
  RTSPS,
  HTTP,
  TCP,
  N_CAMERAS,
};

typedef struct {
  E2eEncoder *encoder;
  E2eDevice  *rtsp, *rtsps, *tcp;
  E2eHttp    *http;
  E2eWall    *wall;
  gboolean    has_died[N_CAMERAS];
  gint64      attempts[N_CAMERAS];   /* that it took to be live: on a slow machine more than one */
} Rig;

static char *
make_devices (Rig *rig)
{
  return g_strdup_printf ("# of the night shift\n"
                          "[camera encoder]\nuri=dvrip://admin@127.0.0.1:%u/1\n\n"
                          "[camera yard]\nuri=rtsp://guard@127.0.0.1:%u/live/ch1\n\n"
                          "[device gate]\nuri=rtsps://127.0.0.1:%u\nuser=guard\n\n"
                          "[camera gate]\ndevice=gate\npath=/live/ch1\n\n"
                          "[camera door]\nuri=http://guard@127.0.0.1:%u/video?fps=10\n\n"
                          "[camera roof]\nuri=tcp://127.0.0.1:%u\n",
                          e2e_encoder_get_port (rig->encoder), e2e_device_get_port (rig->rtsp),
                          e2e_device_get_port (rig->rtsps), e2e_http_get_port (rig->http),
                          e2e_device_get_port (rig->tcp));
}

static char *
make_login (guint       number,
            const char *scheme,
            guint16     port,
            const char *user,
            const char *password)
{
  return g_strdup_printf ("[login %u]\nscheme=%s\nhost=127.0.0.1\nport=%u\nuser=%s\npassword=%s\n",
                          number, scheme, port, user, password);
}

static char *
make_credentials (Rig *rig)
{
  g_autofree char *dvrip = make_login (1, "dvrip", e2e_encoder_get_port (rig->encoder), "admin",
                                       "admin");
  g_autofree char *rtsp = make_login (2, "rtsp", e2e_device_get_port (rig->rtsp), "guard", PASSWORD);
  g_autofree char *rtsps = make_login (3, "rtsps", e2e_device_get_port (rig->rtsps), "guard",
                                       PASSWORD);
  g_autofree char *http = make_login (4, "http", e2e_http_get_port (rig->http), "guard", PASSWORD);

  return g_strconcat (dvrip, rtsp, rtsps, http, NULL);
}

static gint64
get_attempts (JsonObject *report,
              guint       index)
{
  return json_object_get_int_member (e2e_report_camera (report, index), "attempts");
}

static void
rig_set_up (Rig          *rig,
            gconstpointer data)
{
  g_autofree char *devices = NULL;
  g_autofree char *credentials = NULL;
  g_autoptr (JsonObject) report = NULL;

  rig->encoder = e2e_encoder_new (1, 0);
  rig->rtsp = e2e_device_new_rtsp ("digest", "plain", 0);
  rig->rtsps = e2e_device_new_rtsp ("basic", "tls", 0);
  rig->http = e2e_http_new ();
  rig->tcp = e2e_device_new_tcp (0);
  devices = make_devices (rig);
  credentials = make_credentials (rig);
  rig->wall = e2e_wall_new_with_files (devices, credentials);
  e2e_wall_wait_state (rig->wall, -1, "live", LIVE_SECONDS);
  report = e2e_wall_report (rig->wall);
  for (guint i = 0; i < N_CAMERAS; i++)
    rig->attempts[i] = get_attempts (report, i);
}

static void
rig_tear_down (Rig          *rig,
               gconstpointer data)
{
  g_clear_pointer (&rig->wall, e2e_wall_free);
  g_clear_pointer (&rig->encoder, e2e_encoder_free);
  g_clear_pointer (&rig->rtsp, e2e_device_free);
  g_clear_pointer (&rig->rtsps, e2e_device_free);
  g_clear_pointer (&rig->http, e2e_http_free);
  g_clear_pointer (&rig->tcp, e2e_device_free);
}

static const char *
get_word (JsonObject *report,
          guint       index,
          const char *member)
{
  JsonObject *camera = e2e_report_camera (report, index);

  return json_object_get_null_member (camera, member)
           ? NULL : json_object_get_string_member (camera, member);
}

static void
assert_camera (JsonObject *report,
               guint       index,
               const char *protocol,
               const char *codec,
               gboolean    has_certificate)
{
  JsonObject *camera = e2e_report_camera (report, index);
  JsonObject *connection = json_object_get_object_member (camera, "connection");

  g_assert_cmpstr (get_word (report, index, "protocol"), ==, protocol);
  g_assert_cmpstr (get_word (report, index, "codec"), ==, codec);
  g_assert_cmpstr (get_word (report, index, "reason"), ==, "none");
  g_assert_true ((get_word (report, index, "certificate") != NULL) == has_certificate);
  g_assert_cmpstr (get_word (report, index, "certificate_kept"), ==,
                   get_word (report, index, "certificate"));
  g_assert_cmpint (json_object_get_int_member (camera, "width"), >, 0);
  g_assert_cmpstr (json_object_get_string_member (connection, "state"), ==, "ESTABLISHED");
  g_assert_cmpint (json_object_get_int_member (connection, "remote_port"), ==,
                   json_object_get_int_member (camera, "port"));
}

static void
assert_no_password (JsonObject *report)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), report);
  g_autofree char *text = json_to_string (node, TRUE);

  g_assert_null (strstr (text, PASSWORD));
  g_assert_null (strstr (text, "s3cret"));
}

static void
assert_pin_is_kept (Rig        *rig,
                    const char *certificate)
{
  g_autofree char *before = make_devices (rig);
  g_autofree char *after = e2e_wall_dup_devices (rig->wall);
  g_autofree char *line = g_strdup_printf ("user=guard\ncertificate=%s\n", certificate);
  g_auto (GStrv) halves = g_strsplit (before, "user=guard\n", 2);
  g_autofree char *wanted = g_strconcat (halves[0], line, halves[1], NULL);

  g_assert_cmpstr (after, ==, wanted);
}

static void
test_side_by_side (Rig          *rig,
                   gconstpointer data)
{
  g_autoptr (JsonObject) report = e2e_wall_report (rig->wall);

  assert_camera (report, DVRIP, "dvrip", "H.264", FALSE);
  assert_camera (report, RTSP, "rtsp", "H.264", FALSE);
  assert_camera (report, RTSPS, "rtsps", "H.264", TRUE);
  assert_camera (report, HTTP, "http", "JPEG", FALSE);
  assert_camera (report, TCP, "tcp", "H.264", FALSE);
  g_assert_cmpstr (get_word (report, RTSP, "user"), ==, "guard");
  g_assert_cmpint (json_object_get_int_member (e2e_report_camera (report, DVRIP), "channel"), ==, 1);
  g_assert_true (json_object_get_null_member (e2e_report_camera (report, RTSP), "channel"));
  assert_no_password (report);
  assert_pin_is_kept (rig, get_word (report, RTSPS, "certificate"));
}

/* Whoever has not died is live, and was never lost. */
static void
assert_others_untouched (Rig *rig)
{
  for (guint i = 0; i < N_CAMERAS; i++) {
    g_autoptr (JsonObject) report = NULL;

    if (rig->has_died[i])
      continue;
    e2e_wall_wait_state (rig->wall, (int) i, "live", SLACK_SECONDS);
    report = e2e_wall_report (rig->wall);
    g_assert_cmpint (get_attempts (report, i), ==, rig->attempts[i]);
  }
}

static void
assert_lost (Rig  *rig,
             guint victim)
{
  g_autoptr (JsonObject) report = NULL;

  rig->has_died[victim] = TRUE;
  e2e_wall_wait_state (rig->wall, (int) victim, "waiting-retry", SLACK_SECONDS);
  report = e2e_wall_report (rig->wall);
  g_test_message ("camera %u: %s", victim, e2e_report_reason (report, victim));
  g_assert_cmpstr (e2e_report_reason (report, victim), !=, "none");
  assert_others_untouched (rig);
}

static void
assert_back (Rig  *rig,
             guint victim)
{
  e2e_wall_wait_state (rig->wall, (int) victim, "live", 15 + SLACK_SECONDS);
  assert_others_untouched (rig);
}

static void
test_one_after_the_other_dies (Rig          *rig,
                               gconstpointer data)
{
  guint16 rtsp = e2e_device_get_port (rig->rtsp);
  guint16 tcp = e2e_device_get_port (rig->tcp);

  g_clear_pointer (&rig->rtsp, e2e_device_free);
  assert_lost (rig, RTSP);
  rig->rtsp = e2e_device_new_rtsp ("digest", "plain", rtsp);
  assert_back (rig, RTSP);

  g_clear_pointer (&rig->tcp, e2e_device_free);
  assert_lost (rig, TCP);
  rig->tcp = e2e_device_new_tcp (tcp);
  assert_back (rig, TCP);

  g_clear_pointer (&rig->http, e2e_http_free);
  assert_lost (rig, HTTP);
}

/* Two cameras of one user at one host: one attempt for both, and none for the other protocol. */
static void
test_wrong_password (void)
{
  g_autoptr (E2eDevice) device = e2e_device_new_rtsp ("digest", "plain", 0);
  guint16 port = e2e_device_get_port (device);
  g_autofree char *devices =
    g_strdup_printf ("[camera a]\nuri=rtsp://guard@127.0.0.1:%u/live/ch1\n"
                     "[camera b]\nuri=rtsp://guard@127.0.0.1:%u/live/ch1\n"
                     "[camera c]\nuri=rtsp://127.0.0.1:%u/live/ch1\n", port, port, port);
  g_autofree char *credentials = make_login (1, "rtsp", port, "guard", "not it");
  g_autoptr (E2eWall) wall = e2e_wall_new_with_files (devices, credentials);
  g_autoptr (JsonObject) report = NULL;

  e2e_wall_wait_state (wall, -1, "needs-attention", 5.0 + SLACK_SECONDS);
  report = e2e_wall_report (wall);
  g_assert_cmpstr (e2e_report_reason (report, 0), ==, "wrong-password");
  g_assert_cmpstr (e2e_report_reason (report, 1), ==, "wrong-password");
  g_assert_cmpstr (e2e_report_reason (report, 2), ==, "password-needed");
  g_assert_cmpuint (e2e_device_count (device, "login"), ==, 1);
}

static void
test_wrong_password_over_http (void)
{
  g_autoptr (E2eHttp) server = e2e_http_new ();
  g_autofree char *devices =
    g_strdup_printf ("[device d]\nuri=http://guard@127.0.0.1:%u\n"
                     "[camera a]\ndevice=d\npath=/1\n[camera b]\ndevice=d\npath=/2\n",
                     e2e_http_get_port (server));
  g_autofree char *credentials = make_login (1, "http", e2e_http_get_port (server), "guard", "not it");
  g_autoptr (E2eWall) wall = e2e_wall_new_with_files (devices, credentials);
  g_autoptr (JsonObject) report = NULL;

  e2e_wall_wait_state (wall, -1, "needs-attention", 5.0 + SLACK_SECONDS);
  report = e2e_wall_report (wall);
  g_assert_cmpstr (e2e_report_reason (report, 0), ==, "wrong-password");
  g_assert_cmpstr (e2e_report_reason (report, 1), ==, "wrong-password");
  g_assert_cmpuint (e2e_http_count (server), ==, 1);
}

/* It stops before a password is sent, and needs a person. */
static void
test_changed_certificate (void)
{
  g_autoptr (E2eDevice) device = e2e_device_new_rtsp ("basic", "tls", 0);
  guint16 port = e2e_device_get_port (device);
  g_autofree char *devices = g_strdup_printf (
    "[camera a]\nuri=rtsps://guard@127.0.0.1:%u/live/ch1\ncertificate=sha256:"
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n", port);
  g_autofree char *credentials = make_login (1, "rtsps", port, "guard", PASSWORD);
  g_autoptr (E2eWall) wall = e2e_wall_new_with_files (devices, credentials);
  g_autoptr (JsonObject) report = NULL;
  g_autofree char *after = NULL;

  e2e_wall_wait_state (wall, 0, "needs-attention", 5.0 + SLACK_SECONDS);
  report = e2e_wall_report (wall);
  after = e2e_wall_dup_devices (wall);
  g_assert_cmpstr (e2e_report_reason (report, 0), ==, "certificate-changed");
  g_assert_cmpuint (e2e_device_count (device, "login"), ==, 0);
  g_assert_cmpstr (after, ==, devices);
}

static JsonObject *
wait_for_trouble (E2eWall *wall)
{
  gint64 end = g_get_monotonic_time () + (gint64) (SLACK_SECONDS * G_USEC_PER_SEC);

  while (TRUE) {
    JsonObject *report = e2e_wall_report (wall);
    JsonObject *numbers = json_object_get_object_member (report, "wall");

    if (!json_object_get_null_member (numbers, "trouble")) {
      g_assert_nonnull (strstr (json_object_get_string_member (numbers, "trouble"), "certificate"));
      return report;
    }
    json_object_unref (report);
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (50 * 1000);
  }
}

/* It is trusted all the same, and people are told. */
static void
test_read_only_file (void)
{
  g_autoptr (E2eDevice) device = e2e_device_new_rtsp ("none", "tls", 0);
  guint16 port = e2e_device_get_port (device);
  g_autofree char *devices =
    g_strdup_printf ("[camera a]\nuri=rtsps://127.0.0.1:%u/live/ch1\n", port);
  g_autoptr (E2eWall) wall = NULL;
  g_autoptr (JsonObject) report = NULL;
  g_autofree char *after = NULL;

  g_clear_pointer (&device, e2e_device_free);
  wall = e2e_wall_new_with_files (devices, NULL);
  e2e_wall_chmod_devices (wall, 0444);
  device = e2e_device_new_rtsp ("none", "tls", port);
  e2e_wall_wait_state (wall, 0, "live", 15 + SLACK_SECONDS);

  report = wait_for_trouble (wall);
  after = e2e_wall_dup_devices (wall);
  g_assert_cmpstr (after, ==, devices);
  g_assert_nonnull (get_word (report, 0, "certificate_kept"));
}

#define ADD(path, function) \
  g_test_add (path, Rig, NULL, rig_set_up, function, rig_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/e2e/protocols/side-by-side", test_side_by_side);
  ADD ("/e2e/protocols/one-after-the-other-dies", test_one_after_the_other_dies);
  g_test_add_func ("/e2e/protocols/wrong-password-is-one-attempt", test_wrong_password);
  g_test_add_func ("/e2e/protocols/wrong-password-over-http", test_wrong_password_over_http);
  g_test_add_func ("/e2e/protocols/changed-certificate-stops", test_changed_certificate);
  g_test_add_func ("/e2e/protocols/read-only-file-is-told", test_read_only_file);

  return g_test_run ();
}
