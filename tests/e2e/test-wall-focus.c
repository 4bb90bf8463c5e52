/* test-wall-focus.c
 *
 * Keys for the wall work without a click: at first, and after whatever had the keyboard is gone, such
 * as a page over the wall, full screen, or a camera that was removed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-input.h"

#define CAMERAS 3
#define WAIT_SECONDS 30
/* A key that comes while a window is just opening or closing reaches nobody, and is pressed again. */
#define PATIENCE_US (4 * G_USEC_PER_SEC)
#define POLL_US (50 * 1000)

typedef gboolean (*Effect) (E2eWall *wall);

static void
run (const char *const *argv)
{
  g_autoptr (GSubprocess) process = e2e_spawn (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL);

  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

static void
press (const char *key)
{
  run ((const char *const[]) { "xdotool", "key", key, NULL });
}

static gboolean
comes (E2eWall *wall,
       Effect   effect,
       gint64   patience_us)
{
  gint64 end = g_get_monotonic_time () + patience_us;

  while (!effect (wall)) {
    if (g_get_monotonic_time () > end)
      return FALSE;
    g_usleep (POLL_US);
  }

  return TRUE;
}

static void
press_until (E2eWall    *wall,
             const char *key,
             Effect      effect)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  do {
    if (g_get_monotonic_time () > end)
      g_error ("“%s” has no effect", key);
    press (key);
  } while (!comes (wall, effect, PATIENCE_US));
}

static guint
count_shown (E2eWall *wall,
             guint   *out_last)
{
  g_autoptr (JsonObject) report = e2e_wall_report (wall);
  guint n = json_array_get_length (json_object_get_array_member (report, "cameras"));
  guint shown = 0;

  for (guint i = 0; i < n; i++) {
    if (json_object_get_null_member (e2e_report_camera (report, i), "picture"))
      continue;

    shown++;
    *out_last = i;
  }

  return shown;
}

static gboolean
is_one_alone (E2eWall *wall)
{
  guint last;

  return count_shown (wall, &last) == 1;
}

static gboolean
is_second_alone (E2eWall *wall)
{
  guint last = 0;

  return count_shown (wall, &last) == 1 && last == 1;
}

static gboolean
are_all_shown (E2eWall *wall)
{
  g_autoptr (JsonObject) report = e2e_wall_report (wall);
  guint n = json_array_get_length (json_object_get_array_member (report, "cameras"));
  guint last;

  return count_shown (wall, &last) == n;
}

static gboolean
is_one_gone (E2eWall *wall)
{
  g_autoptr (JsonObject) report = e2e_wall_report (wall);

  return json_array_get_length (json_object_get_array_member (report, "cameras")) == CAMERAS - 1;
}

static gboolean
is_fullscreen (E2eWall *wall)
{
  g_autoptr (JsonObject) report = e2e_wall_report (wall);
  JsonObject *about = json_object_get_object_member (report, "wall");

  return json_object_get_boolean_member (about, "is_fullscreen");
}

static gboolean
is_no_fullscreen (E2eWall *wall)
{
  return !is_fullscreen (wall);
}

/* Enter is the tile's own: it enlarges the one that has the focus. */
static void
assert_wall_has_keys (E2eWall *wall)
{
  press_until (wall, "Return", is_one_alone);
  press_until (wall, "Escape", are_all_shown);
}

static void
test_keys_reach_the_wall (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (CAMERAS, e2e_encoder_get_port (encoder), "admin");

  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  e2e_focus_window ("^Watchwall$");
  press_until (wall, "2", is_second_alone);
  press_until (wall, "Escape", are_all_shown);

  press ("ctrl+n");
  press ("Escape");
  assert_wall_has_keys (wall);

  press_until (wall, "F11", is_fullscreen);
  assert_wall_has_keys (wall);
  press_until (wall, "F11", is_no_fullscreen);
  assert_wall_has_keys (wall);

  press_until (wall, "Delete", is_one_gone);
  assert_wall_has_keys (wall);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/focus/keys-reach-the-wall", test_keys_reach_the_wall);

  return g_test_run ();
}
