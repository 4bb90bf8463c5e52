/* test-wall-layout.c
 *
 * A layout that is chosen is shown, what is on another page is received but not painted, and the
 * next start shows the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"

#include <signal.h>

#define CAMERAS 7
#define LIVE_SECONDS 30
#define SECONDS 30.0

static void
assert_page (E2eWall *wall,
             guint    first,
             guint    n)
{
  for (guint i = 0; i < CAMERAS; i++)
    e2e_wall_wait_state (wall, (int) i, i >= first && i < first + n ? "live" : "receiving", SECONDS);
}

static int
get_width (E2eWall *wall,
           guint    camera)
{
  g_autoptr (JsonObject) report = e2e_wall_report (wall);

  return e2e_report_picture (report, camera).width;
}

static void
test_layouts (E2eWall *wall)
{
  e2e_wall_wait_state (wall, -1, "live", LIVE_SECONDS);

  e2e_wall_activate (wall, "layout", g_variant_new_string ("2x2"));
  assert_page (wall, 0, 4);
  e2e_wall_activate (wall, "next-page", NULL);
  assert_page (wall, 4, 3);
  e2e_wall_activate (wall, "previous-page", NULL);
  assert_page (wall, 0, 4);

  e2e_wall_activate (wall, "layout", g_variant_new_string ("1+5"));
  assert_page (wall, 0, 6);
  g_assert_cmpint (get_width (wall, 0), >, get_width (wall, 1) * 3 / 2);
  e2e_wall_activate (wall, "layout", g_variant_new_string ("nonsense"));
  assert_page (wall, 0, 6);
}

static void
test_layout (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS, 0);
  guint16 port = e2e_encoder_get_port (encoder);
  E2eWall *wall;
  int status;

  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);
  wall = e2e_wall_new (CAMERAS, port, "admin");
  test_layouts (wall);
  e2e_wall_quit (wall, SIGTERM, &status);
  g_assert_cmpint (status, ==, 0);
  e2e_wall_free (wall);

  wall = e2e_wall_new (CAMERAS, port, "admin");
  assert_page (wall, 0, 6);
  e2e_wall_free (wall);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/layout/is-shown-and-kept", test_layout);

  return g_test_run ();
}
