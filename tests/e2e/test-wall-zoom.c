/* test-wall-zoom.c
 *
 * A camera that has the wall to itself shows its main stream, and in the grid its sub stream: never
 * a dark moment in between, always the truth on its badge, and no connection too many. And what can
 * be done with such a picture: a snapshot has all its pixels, and a part of it is looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-input.h"

#include "encoder-pattern.h"

#include <signal.h>

#define CAMERAS 4
#define LIVE_SECONDS 30
#define SECONDS 30.0

#define MAIN_WIDTH 640
#define SUB_WIDTH  320

/* The brightest pixel: there is white in every part of the test picture that is looked at. One that
 * is dimmed has none, and a dark place neither. */
#define MIN_BRIGHTEST 180

static char *
make_devices (guint16 port)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "[device demo]\nuri=dvrip://127.0.0.1:%u\nuser=admin\n", port);
  for (guint i = 1; i <= CAMERAS; i++)
    g_string_append_printf (text,
                            "\n[camera demo-%u]\ndevice=demo\nchannel=%u\nnumber=%u\n"
                            "name=Camera %u\nplace=%u\n", i, i, i, i, i - 1);

  return g_string_free (text, FALSE);
}

static E2eWall *
start_wall (guint16 port)
{
  g_autofree char *devices = make_devices (port);
  g_autofree char *credentials =
    g_strdup_printf ("[login 1]\nhost=127.0.0.1\nport=%u\nuser=admin\npassword=admin\n", port);

  return e2e_wall_new_with_files (devices, credentials);
}

static E2eEncoder *
start_encoder (void)
{
  return e2e_encoder_new_with (CAMERAS, 0, (const char *const[]) { "--main=640x360@10",
                                                                   "--sub=320x180@10", NULL });
}

static guint8
find_brightest (E2eScreen     *screen,
                const E2eRect *rect)
{
  g_autofree guint8 *luma = e2e_screen_copy_luma (screen, rect);
  guint8 brightest = 0;

  for (int i = 0; i < rect->width * rect->height; i++)
    brightest = MAX (brightest, luma[i]);

  return brightest;
}

static gboolean
plays (JsonObject *report,
       guint       index,
       const char *stream)
{
  JsonObject *camera = e2e_report_camera (report, index);
  gboolean is_main = g_str_equal (stream, "main");

  return json_object_get_int_member (camera, "width") == (is_main ? MAIN_WIDTH : SUB_WIDTH) &&
         g_strcmp0 (json_object_get_string_member (camera, "playing"), stream) == 0 &&
         !json_object_get_boolean_member (camera, "switching");
}

/* Late is the truth where the test's own machine holds the wall up. */
static void
assert_is_shown (JsonObject *report)
{
  const char *state = e2e_report_state (report, 0);

  if (!g_str_equal (state, "late"))
    g_assert_cmpstr (state, ==, "live");
}

/* Until it plays that stream. What is seen meanwhile is bright at every look, and shown at every
 * question. */
static void
watch_until (E2eWall       *wall,
             E2eScreen     *screen,
             const E2eRect *rect,
             const char    *stream)
{
  gint64 end = g_get_monotonic_time () + (gint64) (SECONDS * G_USEC_PER_SEC);
  guint looks = 0;

  while (TRUE) {
    g_autoptr (JsonObject) report = e2e_wall_report (wall);

    assert_is_shown (report);
    for (guint i = 0; i < 10; i++, looks++) {
      g_assert_cmpint (find_brightest (screen, rect), >=, MIN_BRIGHTEST);
      g_usleep (5 * 1000);
    }
    if (plays (report, 0, stream))
      break;
    g_assert_cmpint (g_get_monotonic_time (), <, end);
  }
  g_test_message ("%s stream after %u looks", stream, looks);
}

static void
wait_for_connections (E2eEncoder *encoder,
                      guint       n)
{
  gint64 end = g_get_monotonic_time () + (gint64) (SECONDS * G_USEC_PER_SEC);

  while (e2e_encoder_count (encoder, "open") != n) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (50 * 1000);
  }
}

static void
assert_only_sub (E2eWall *wall)
{
  g_autoptr (JsonObject) report = e2e_wall_report (wall);

  for (guint i = 0; i < CAMERAS; i++)
    g_assert_true (plays (report, i, "sub"));
}

/* Turns the wheel away from the person, over the middle of the picture. */
static void
turn_wheel (const E2eRect *rect)
{
  e2e_xdotool ("mousemove %d %d click --repeat 6 4", rect->x + rect->width / 2,
               rect->y + rect->height / 2);
}

static gboolean
can_be_read (E2eScreen     *screen,
             const E2eRect *rect)
{
  g_autofree guint8 *luma = e2e_screen_copy_luma (screen, rect);
  guint channel, frame;

  return encoder_pattern_read (luma, (guint) rect->width, (guint) rect->height,
                               (gsize) rect->width, 1, &channel, &frame) && channel == 1;
}

/* The whole picture says which one it is. A look may meet the display in the middle of a paint: so
 * it is whole if one of many looks can read it. */
static gboolean
is_whole (E2eScreen     *screen,
          const E2eRect *rect)
{
  for (guint i = 0; i < 15; i++) {
    if (can_be_read (screen, rect))
      return TRUE;
    g_usleep (20 * 1000);
  }

  return FALSE;
}

static void
wait_for_whole (E2eScreen     *screen,
                const E2eRect *rect,
                gboolean       wanted)
{
  gint64 end = g_get_monotonic_time () + (gint64) (SECONDS * G_USEC_PER_SEC);

  while (is_whole (screen, rect) != wanted)
    g_assert_cmpint (g_get_monotonic_time (), <, end);
}

/* Keys and wheel bring it nearer, Escape shows the whole picture, and not yet all cameras. */
static void
look_at_a_part (E2eWall   *wall,
                E2eScreen *screen)
{
  g_autoptr (JsonObject) report = e2e_wall_report (wall);
  E2eRect rect = e2e_report_picture (report, 0);

  e2e_focus_window ("^Watchwall$");
  wait_for_whole (screen, &rect, TRUE);
  e2e_press ("KP_Add");
  e2e_press ("plus");
  wait_for_whole (screen, &rect, FALSE);
  e2e_press ("0");
  wait_for_whole (screen, &rect, TRUE);
  turn_wheel (&rect);
  wait_for_whole (screen, &rect, FALSE);
  e2e_press ("Right");
  e2e_press ("Escape");
  wait_for_whole (screen, &rect, TRUE);
  e2e_wall_wait_state (wall, 1, "receiving", SECONDS);
}

static GPtrArray *
list_snapshots (void)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), "Watchwall", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    g_ptr_array_add (files, g_build_filename (path, name, NULL));

  return files;
}

static guint32
read_u32 (const char *data)
{
  guint32 value;

  memcpy (&value, data, 4);

  return GUINT32_FROM_BE (value);
}

/* Whether the file is whole, and of that size. */
static gboolean
is_png (const char *path,
        guint       width,
        guint       height)
{
  g_autofree char *data = NULL;
  gsize length;

  return g_file_get_contents (path, &data, &length, NULL) && length > 32 &&
         memcmp (data + length - 8, "IEND", 4) == 0 && read_u32 (data + 16) == width &&
         read_u32 (data + 20) == height;
}

static void
wait_for_snapshots (guint n)
{
  gint64 end = g_get_monotonic_time () + (gint64) (SECONDS * G_USEC_PER_SEC);

  while (TRUE) {
    g_autoptr (GPtrArray) files = list_snapshots ();
    guint whole = 0;

    for (guint i = 0; i < files->len; i++) {
      const char *file = g_ptr_array_index (files, i);

      g_assert_nonnull (strstr (file, "/Camera 1 20"));
      whole += is_png (file, MAIN_WIDTH, MAIN_WIDTH * 9 / 16);
    }
    if (whole == n)
      return;
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (50 * 1000);
  }
}

/* In the corner of the first tile the picture is, before, after and between. */
static void
test_streams (void)
{
  g_autoptr (E2eEncoder) encoder = start_encoder ();
  g_autoptr (E2eWall) wall = start_wall (e2e_encoder_get_port (encoder));
  g_autoptr (E2eScreen) screen = e2e_screen_open ();
  g_autoptr (JsonObject) report = NULL;
  E2eRect rect;
  guint logins;

  e2e_wall_wait_state (wall, -1, "live", LIVE_SECONDS);
  assert_only_sub (wall);
  wait_for_connections (encoder, CAMERAS);
  logins = e2e_encoder_count (encoder, "logins");
  report = e2e_wall_report (wall);
  rect = e2e_report_picture (report, 0);

  e2e_wall_activate (wall, "camera", g_variant_new_uint32 (1));
  watch_until (wall, screen, &rect, "main");
  wait_for_connections (encoder, CAMERAS);
  look_at_a_part (wall, screen);
  e2e_wall_activate (wall, "snapshot", NULL);
  wait_for_snapshots (1);
  e2e_press ("ctrl+s");
  wait_for_snapshots (2);
  e2e_press ("Escape");
  watch_until (wall, screen, &rect, "sub");
  wait_for_connections (encoder, CAMERAS);
  e2e_wall_wait_state (wall, -1, "live", SECONDS);
  assert_only_sub (wall);
  g_assert_cmpuint (e2e_encoder_count (encoder, "logins"), ==, logins + 2);
  g_assert_cmpuint (e2e_encoder_count (encoder, "resets"), ==, 0);
}

/* To and fro faster than a connection comes and goes. */
static void
test_toggled (void)
{
  g_autoptr (E2eEncoder) encoder = start_encoder ();
  g_autoptr (E2eWall) wall = start_wall (e2e_encoder_get_port (encoder));

  e2e_wall_wait_state (wall, -1, "live", LIVE_SECONDS);
  for (guint i = 0; i < 21; i++) {
    e2e_wall_activate (wall, "camera", g_variant_new_uint32 (i % 2 == 0 ? 1 + i % CAMERAS : 0));
    g_assert_cmpuint (e2e_encoder_count (encoder, "open"), <=, 2 * CAMERAS);
  }
  e2e_wall_activate (wall, "camera", g_variant_new_uint32 (0));
  wait_for_connections (encoder, CAMERAS);
  e2e_wall_wait_state (wall, -1, "live", SECONDS);
  assert_only_sub (wall);
}

/* A device that has only one stream is asked once, and shows it everywhere. */
static void
test_no_sub (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new_with (
    CAMERAS, 0, (const char *const[]) { "--main=640x360@10", "--fault=no-sub", NULL });
  g_autoptr (E2eWall) wall = start_wall (e2e_encoder_get_port (encoder));
  g_autoptr (JsonObject) report = NULL;
  guint logins;

  e2e_wall_wait_state (wall, -1, "live", LIVE_SECONDS);
  report = e2e_wall_report (wall);
  for (guint i = 0; i < CAMERAS; i++)
    g_assert_true (plays (report, i, "main"));
  logins = e2e_encoder_count (encoder, "logins");
  e2e_wall_activate (wall, "camera", g_variant_new_uint32 (2));
  e2e_wall_wait_state (wall, 0, "receiving", SECONDS);
  e2e_wall_activate (wall, "camera", g_variant_new_uint32 (0));
  e2e_wall_wait_state (wall, -1, "live", SECONDS);
  g_assert_cmpuint (e2e_encoder_count (encoder, "logins"), ==, logins);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/zoom/main-stream-alone-sub-in-the-grid", test_streams);
  g_test_add_func ("/e2e/zoom/toggling-leaves-nothing", test_toggled);
  g_test_add_func ("/e2e/zoom/no-sub-stream", test_no_sub);

  return g_test_run ();
}
