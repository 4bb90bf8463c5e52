/* test-wall-accessible.c
 *
 * The wall as a screen reader and a keyboard meet it: each tile has the camera's number and name and
 * says its state; Enter enlarges a camera and Escape returns; a click on a camera that waits tries
 * again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-accessible.h"

#include <atspi/atspi.h>

#define CAMERAS 4
#define WAIT_SECONDS 30

#define WALL "^Watchwall$"
#define CONNECTIONS "^Connections$"
#define ENTER_PASSWORD "^Enter Password$"

/* Pixels: no header bar is lower. */
#define HEADER_HEIGHT 46

/* The library of Debian 12 does not say how its objects are let go of. */
typedef AtspiAccessible Accessible;
typedef AtspiStateSet StateSet;
typedef AtspiComponent Component;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Accessible, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StateSet, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Component, g_object_unref)

/* Whether an accessible object is what is looked for. */
typedef gboolean (*Match) (AtspiAccessible *object, const char *text);

static gboolean
has_name (AtspiAccessible *object,
          const char      *text)
{
  g_autofree char *name = atspi_accessible_get_name (object, NULL);

  return name && strstr (name, text);
}

static gboolean
has_description (AtspiAccessible *object,
                 const char      *text)
{
  g_autofree char *description = atspi_accessible_get_description (object, NULL);

  return description && strstr (description, text);
}

static AtspiAccessible *
find_below (AtspiAccessible *object,
            Match            matches,
            const char      *text)
{
  int count = atspi_accessible_get_child_count (object, NULL);

  for (int i = 0; i < count; i++) {
    g_autoptr (Accessible) child = atspi_accessible_get_child_at_index (object, i, NULL);
    AtspiAccessible *found;

    if (!child)
      continue;
    if (matches (child, text))
      return g_steal_pointer (&child);
    if ((found = find_below (child, matches, text)))
      return found;
  }

  return NULL;
}

static AtspiAccessible *
find (Match       matches,
      const char *text)
{
  g_autoptr (Accessible) desktop = NULL;

  e2e_accessible_bear_warnings ();
  desktop = atspi_get_desktop (0);
  atspi_accessible_clear_cache (desktop);

  return find_below (desktop, matches, text);
}

/* What is said for a moment only may have been said between two looks. */
static gboolean
is_said (gpointer text)
{
  g_autoptr (Accessible) found = find (has_name, text);

  return found != NULL;
}

static AtspiAccessible *
wait_for (Match       matches,
          const char *text)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (TRUE) {
    AtspiAccessible *found = find (matches, text);

    if (found)
      return found;
    if (g_get_monotonic_time () > end)
      g_error ("Nothing accessible has “%s”", text);
    g_usleep (100 * 1000);
  }
}

static AtspiAccessible *
find_tile (guint number)
{
  g_autofree char *name = g_strdup_printf ("Camera %u", number);

  return wait_for (has_name, name);
}

static gboolean
has_state (AtspiAccessible *object,
           AtspiStateType   state)
{
  g_autoptr (StateSet) states = atspi_accessible_get_state_set (object);

  return atspi_state_set_contains (states, state);
}

static void
wait_focused (AtspiAccessible *object)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (!has_state (object, ATSPI_STATE_FOCUSED)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (100 * 1000);
    atspi_accessible_clear_cache (object);
  }
}

static void
test_tiles_speak (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (CAMERAS, e2e_encoder_get_port (encoder), "admin");
  g_autoptr (Accessible) live = NULL;
  g_autoptr (Accessible) stalled = NULL;

  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  for (guint i = 1; i <= CAMERAS; i++) {
    g_autoptr (Accessible) tile = find_tile (i);

    g_assert_true (has_state (tile, ATSPI_STATE_FOCUSABLE));
  }
  live = wait_for (has_description, "Live");

  e2e_encoder_say (encoder, "fault 2 stall");
  stalled = wait_for (has_description, "Stalled");
  g_assert_true (has_name (stalled, "Camera 2"));
}

/* It slides to its place. */
static void
wait_above (AtspiAccessible *object,
            int              y)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;
  g_autoptr (Component) component = atspi_accessible_get_component_iface (object);
  int bottom;

  g_assert_nonnull (component);
  do {
    g_autofree AtspiRect *rect =
      atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, NULL);

    g_assert_nonnull (rect);
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    bottom = rect->y + rect->height;
    g_usleep (50 * 1000);
  } while (bottom > y);
  g_assert_cmpint (bottom, >, 0);
}

/* What is said of an old picture says that it is old, and lies where in a window the header bar is: it
 * hides no picture there, and in full screen only the edge of some. */
static void
test_notice (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (CAMERAS, e2e_encoder_get_port (encoder), "admin");
  g_autoptr (Accessible) tile = NULL;
  g_autoptr (Accessible) notice = NULL;

  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  tile = find_tile (1);
  e2e_focus_window (WALL);
  wait_focused (tile);
  e2e_encoder_say (encoder, "fault 1 stall");
  e2e_wall_wait_state (wall, 0, "stalled", WAIT_SECONDS);
  e2e_repeat (is_said, (gpointer) "Snapshot saved: not live", "key ctrl+s");
  notice = wait_for (has_name, "Snapshot saved: not live");
  wait_above (notice, HEADER_HEIGHT);
}

/* What goes wrong is told soon, however many changes are told of with their way back. */
static void
test_warning (void)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (1, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (1, e2e_encoder_get_port (encoder), "admin");
  g_autofree char *devices = e2e_wall_dup_devices (wall);
  g_autofree char *after = NULL;

  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  e2e_wall_chmod_devices (wall, 0444);
  for (guint i = 0; !is_said ((gpointer) "could not be saved"); i++) {
    g_autofree char *name = g_strdup_printf ("Gate %u", i);

    g_assert_cmpint (g_get_monotonic_time (), <, end);
    e2e_wall_activate_app (wall, "name-camera", g_variant_new ("(ss)", "demo-1", name));
  }

  after = e2e_wall_dup_devices (wall);
  g_assert_cmpstr (after, ==, devices);
}

static void
test_enlarge_by_keyboard (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (CAMERAS, e2e_encoder_get_port (encoder), "admin");
  g_autoptr (Accessible) first = NULL;
  g_autoptr (Accessible) second = NULL;

  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  first = find_tile (1);
  second = find_tile (2);
  e2e_focus_window (WALL);
  wait_focused (first);
  e2e_press ("Right");
  wait_focused (second);

  e2e_press ("Return");
  e2e_wall_wait_state (wall, 0, "receiving", WAIT_SECONDS);
  e2e_wall_wait_state (wall, 1, "live", WAIT_SECONDS);

  e2e_press ("Escape");
  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
}

/* A number that there is shows its camera, one that there is not says so; Enter does not wait. */
static void
test_enlarge_by_number (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (CAMERAS, e2e_encoder_get_port (encoder), "admin");
  g_autoptr (Accessible) first = NULL;

  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  first = find_tile (1);
  e2e_focus_window (WALL);
  wait_focused (first);
  e2e_press ("2");
  e2e_wall_wait_state (wall, 0, "receiving", WAIT_SECONDS);
  e2e_wall_wait_state (wall, 1, "live", WAIT_SECONDS);

  e2e_press ("KP_1");
  e2e_press ("Return");
  e2e_wall_wait_state (wall, 1, "receiving", WAIT_SECONDS);
  e2e_wall_wait_state (wall, 0, "live", WAIT_SECONDS);

  e2e_repeat (is_said, (gpointer) "There is no camera 9", "key 9");
  e2e_wall_wait_state (wall, 0, "live", WAIT_SECONDS);
  e2e_press ("Escape");
  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
}

static gboolean
has_window (gpointer title)
{
  const char *const argv[] = { "xdotool", "search", "--onlyvisible", "--name", title, NULL };
  g_autoptr (GSubprocess) search = e2e_spawn (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL);

  return g_subprocess_wait_check (search, NULL, NULL);
}

static void
assert_report_is_copied (void)
{
  g_autoptr (GSubprocess) xclip = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  xclip = e2e_spawn ((const char *const[]) { "xclip", "-selection", "clipboard", "-o", NULL },
                     G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);
  g_subprocess_communicate_utf8 (xclip, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  g_assert_true (json_object_has_member (json_node_get_object (node), "cameras"));
}

/* It opens by its key, stays open while cameras come and go, and there is a report to hand on. GTK 4.8
 * tells a screen reader nothing of what is in a second window, so its words are tested elsewhere. */
static void
test_connections (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (CAMERAS, e2e_encoder_get_port (encoder), "admin");

  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  e2e_focus_window (WALL);
  e2e_repeat (has_window, (gpointer) CONNECTIONS, "key ctrl+i");
  e2e_encoder_say (encoder, "fault 1 reset");
  e2e_wall_wait_state (wall, 0, "waiting-retry", WAIT_SECONDS);
  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);

  e2e_wall_activate_app (wall, "copy-report", NULL);
  assert_report_is_copied ();
  g_assert_true (has_window ((gpointer) CONNECTIONS));
}

/* What needs a person is asked of one, and tried again with one login. */
static void
test_click_asks (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (1, 0);
  guint16 port = e2e_encoder_get_port (encoder);
  g_autoptr (E2eWall) wall = e2e_wall_new (1, port, "admin");
  E2ePoint point;
  guint logins;

  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  e2e_encoder_say (encoder, "fault all wrong-password");
  e2e_encoder_say (encoder, "fault 1 close");
  e2e_wall_wait_state (wall, 0, "needs-attention", WAIT_SECONDS);
  e2e_encoder_say (encoder, "fault all none");
  logins = e2e_encoder_count (encoder, "logins");

  point = e2e_wall_middle (wall, 0);
  e2e_repeat (has_window, (gpointer) ENTER_PASSWORD, "mousemove %d %d click 1", point.x, point.y);
  e2e_focus_window (ENTER_PASSWORD);
  e2e_type ("admin");
  e2e_press ("Return");
  e2e_wall_wait_state (wall, 0, "live", WAIT_SECONDS);
  g_assert_cmpuint (e2e_encoder_count (encoder, "logins"), ==, logins + 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  atspi_init ();
  g_test_add_func ("/e2e/accessible/tiles-say-their-state", test_tiles_speak);
  g_test_add_func ("/e2e/accessible/notice", test_notice);
  g_test_add_func ("/e2e/accessible/warning", test_warning);
  g_test_add_func ("/e2e/accessible/enlarge-by-keyboard", test_enlarge_by_keyboard);
  g_test_add_func ("/e2e/accessible/enlarge-by-number", test_enlarge_by_number);
  g_test_add_func ("/e2e/accessible/connections", test_connections);
  g_test_add_func ("/e2e/accessible/click-asks-for-a-password", test_click_asks);

  return g_test_run ();
}
