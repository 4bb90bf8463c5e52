/* test-wall-help.c
 *
 * The help, as a screen reader and a keyboard meet it: F1 opens it, and Escape
 * leads back to the wall.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-accessible.h"

#define WAIT_SECONDS 60
#define TOPIC "Locked out"
#define OTHER_TOPIC "Devices on the network"

typedef struct {
  const char *topic;
  gboolean    is_wanted;
} Wanted;

static gboolean
is_shown (gpointer data)
{
  const Wanted *wanted = data;

  return e2e_accessible_has (E2E_NAME, wanted->topic) == wanted->is_wanted;
}

/* A key that comes while the window has no keyboard yet reaches nobody, and is pressed again. */
static void
press_until (const char *key,
             const char *topic,
             gboolean    is_wanted)
{
  Wanted wanted = { topic, is_wanted };

  e2e_repeat (is_shown, &wanted, "key %s", key);
}

static void
test_help (void)
{
  g_autoptr (E2eWall) wall = e2e_wall_new_with_files ("", NULL);

  e2e_focus_window ("^Watchwall$");
  press_until ("F1", OTHER_TOPIC, TRUE);
  e2e_accessible_wait (E2E_NAME, TOPIC, WAIT_SECONDS);
  e2e_accessible_wait_described (TOPIC, "restart the device", WAIT_SECONDS);

  press_until ("Escape", TOPIC, FALSE);
  g_assert_cmpint (e2e_wall_get_pid (wall), >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/help/is-read", test_help);

  return g_test_run ();
}
