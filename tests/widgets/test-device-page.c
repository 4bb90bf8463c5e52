/* test-device-page.c
 *
 * What becomes of an address that has a login in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "wall-device-form.h"
#include "wall-device-page.h"
#include "wall-widgets.h"

static WallDeviceForm *
find_form (GtkWidget *widget)
{
  WallDeviceForm *found = NULL;

  if (WALL_IS_DEVICE_FORM (widget))
    return WALL_DEVICE_FORM (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_form (child);

  return found;
}

static void
assert_moved (const char *typed,
              const char *address,
              const char *user,
              const char *password)
{
  g_autoptr (WallDevicePage) page = g_object_ref_sink (g_object_new (WALL_TYPE_DEVICE_PAGE, NULL));
  g_autoptr (WallProbe) probe = wall_probe_new (&(WallProbeRequest) { .text = typed, .user = "" });
  WallDeviceInput input;

  wall_device_form_fill (find_form (GTK_WIDGET (page)), typed, NULL, NULL);
  wall_device_page_move_login (page, probe);
  input = wall_device_page_get_input (page);
  g_assert_cmpstr (input.address, ==, address);
  g_assert_cmpstr (input.user, ==, user);
  g_assert_cmpstr (input.password, ==, password);
}

static void
test_login_moves (void)
{
  assert_moved ("rtsp://u:p w@127.0.0.1:554/x", "rtsp://127.0.0.1:554/x", "u", "p w");
  assert_moved ("127.0.0.1", "127.0.0.1", "", "");
}

/* It is there only once: it goes nowhere until all of it is understood. */
static void
test_login_is_not_lost (void)
{
  const char *typed = "rtsp://u:p w@127.0.0.1:99999/x";

  assert_moved (typed, typed, "", "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  wall_widgets_init (gdk_display_get_default ());
  g_test_add_func ("/widgets/device-page/login-moves", test_login_moves);
  g_test_add_func ("/widgets/device-page/login-is-not-lost", test_login_is_not_lost);

  return g_test_run ();
}
