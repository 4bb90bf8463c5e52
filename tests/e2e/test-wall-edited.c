/* test-wall-edited.c
 *
 * The device file is changed with an editor while the wall runs: what is new connects, what has another
 * name or place does so without a new connection, and a file that makes no sense changes nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"

#include <string.h>

#define CAMERAS 3
#define LIVE_SECONDS 30
#define EDIT_SECONDS 30

static gint64
get_port (JsonObject *report,
          guint       index)
{
  JsonObject *camera = e2e_report_camera (report, index);
  JsonObject *connection = json_object_get_object_member (camera, "connection");

  return json_object_get_int_member (connection, "local_port");
}

static void
assert_same_connections (JsonObject *before,
                         JsonObject *now)
{
  for (guint i = 0; i < CAMERAS; i++) {
    g_assert_cmpstr (e2e_report_state (now, i), ==, "live");
    g_assert_cmpint (get_port (now, i), ==, get_port (before, i));
  }
}

static char *
replace_all (const char *text,
             const char *old,
             const char *new)
{
  g_auto (GStrv) pieces = g_strsplit (text, old, -1);

  return g_strjoinv (new, pieces);
}

/* The first two change places, the third one gets another name, and there is a fourth. */
static char *
edit (const char *text)
{
  g_autofree char *moved = replace_all (text, "place=0\n", "place=x\n");
  g_autofree char *other = replace_all (moved, "place=1\n", "place=0\n");
  g_autofree char *swapped = replace_all (other, "place=x\n", "place=1\n");
  g_autofree char *named = replace_all (swapped, "name=Camera 3\n", "name=Tower\n");

  return g_strconcat ("# Mine\n", named, "[camera new]\ndevice=demo\nchannel=4\nplace=3\n", NULL);
}

static guint
count_cameras (JsonObject *report)
{
  return json_array_get_length (json_object_get_array_member (report, "cameras"));
}

static void
wait_for_cameras (E2eWall *wall,
                  guint    n)
{
  gint64 end = g_get_monotonic_time () + EDIT_SECONDS * G_USEC_PER_SEC;

  while (TRUE) {
    g_autoptr (JsonObject) report = e2e_wall_report (wall);

    if (count_cameras (report) == n)
      return;
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (100 * 1000);
  }
}

static gboolean
is_trouble_with (JsonObject *report,
                 const char *words)
{
  JsonObject *own = json_object_get_object_member (report, "wall");

  return !json_object_get_null_member (own, "trouble") &&
         strstr (json_object_get_string_member (own, "trouble"), words);
}

static void
wait_for_trouble (E2eWall    *wall,
                  const char *words)
{
  gint64 end = g_get_monotonic_time () + EDIT_SECONDS * G_USEC_PER_SEC;

  while (TRUE) {
    g_autoptr (JsonObject) report = e2e_wall_report (wall);

    if (is_trouble_with (report, words))
      return;
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (100 * 1000);
  }
}

static void
wait_for_no_trouble (E2eWall *wall)
{
  gint64 end = g_get_monotonic_time () + EDIT_SECONDS * G_USEC_PER_SEC;

  while (TRUE) {
    g_autoptr (JsonObject) report = e2e_wall_report (wall);
    JsonObject *own = json_object_get_object_member (report, "wall");

    if (json_object_get_null_member (own, "trouble"))
      return;
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (100 * 1000);
  }
}

static void
test_edited (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS + 1, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (CAMERAS, e2e_encoder_get_port (encoder), "admin");
  g_autoptr (JsonObject) before = NULL;
  g_autoptr (JsonObject) edited = NULL;
  g_autoptr (JsonObject) broken = NULL;
  g_autofree char *text = e2e_wall_dup_devices (wall);
  g_autofree char *new_text = edit (text);
  g_autofree char *left = NULL;

  e2e_wall_wait_state (wall, -1, "live", LIVE_SECONDS);
  before = e2e_wall_report (wall);

  e2e_wall_put_devices (wall, new_text);
  wait_for_cameras (wall, CAMERAS + 1);
  e2e_wall_wait_state (wall, CAMERAS, "live", LIVE_SECONDS);
  edited = e2e_wall_report (wall);
  g_assert_false (is_trouble_with (edited, "devices"));
  assert_same_connections (before, edited);
  g_assert_cmpint (json_object_get_int_member (e2e_report_camera (edited, 0), "place"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (e2e_report_camera (edited, 1), "place"), ==, 0);
  g_assert_cmpstr (json_object_get_string_member (e2e_report_camera (edited, 2), "name"), ==, "Tower");

  e2e_wall_put_devices (wall, "[camera a]\ndevice=nobody\n");
  wait_for_trouble (wall, "[camera a] device");
  broken = e2e_wall_report (wall);
  g_assert_cmpuint (count_cameras (broken), ==, CAMERAS + 1);
  assert_same_connections (before, broken);
  left = e2e_wall_dup_devices (wall);
  g_assert_cmpstr (left, ==, "[camera a]\ndevice=nobody\n");

  e2e_wall_put_devices (wall, new_text);
  wait_for_no_trouble (wall);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/edited/takes-up-what-changed", test_edited);

  return g_test_run ();
}
