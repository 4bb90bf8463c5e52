/* test-wall-discovered.c
 *
 * What the dialog shows of the devices that answer on the network: one, by its name, its address, its
 * serial number and its channels, whose choice fills the address; and none. Each side has a network
 * namespace of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"

#include <string.h>

#include "e2e-accessible.h"
#include "two-networks.h"

#define WAIT_SECONDS 30
#define CHANNELS 3
#define AWAY "10.1.0.2"

static void
open_dialog (void)
{
  e2e_focus_window ("^Watchwall$");
  e2e_press ("ctrl+n");
  e2e_accessible_wait (E2E_NAME, "On this network", WAIT_SECONDS);
}

static E2eEncoder *
start_away (void)
{
  E2eEncoder *encoder;

  two_networks_enter (FALSE);
  encoder = e2e_encoder_new_with (CHANNELS, 0, (const char *const[]) { "--listen=" AWAY, NULL });
  two_networks_enter (TRUE);

  return encoder;
}

static void
wait_written (E2eWall    *wall,
              const char *line)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (TRUE) {
    g_autofree char *text = e2e_wall_dup_devices (wall);

    if (strstr (text, line))
      return;
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (50 * 1000);
  }
}

/* First there is none; then one comes while the dialog is open. It is chosen, its login is typed
 * where the focus went, and what is added is at the address that nobody typed. */
static void
test_none_then_one (void)
{
  g_autoptr (E2eWall) wall = e2e_wall_new_with_files ("", NULL);
  g_autoptr (E2eEncoder) encoder = NULL;
  g_autofree char *where = NULL;
  g_autofree char *line = NULL;

  open_dialog ();
  e2e_accessible_wait (E2E_NAME, "None has answered yet", WAIT_SECONDS);

  encoder = start_away ();
  where = g_strdup_printf (AWAY ":%u · serial number ", e2e_encoder_get_port (encoder));
  e2e_accessible_wait_described (g_get_host_name (), where, WAIT_SECONDS);
  e2e_accessible_wait_described (g_get_host_name (), "3 channels", WAIT_SECONDS);
  g_assert_false (e2e_accessible_has (E2E_NAME, "None has answered yet"));

  e2e_tab_to (g_get_host_name ());
  e2e_press ("Return");
  e2e_write ("admin");
  e2e_press ("Tab");
  e2e_write ("admin");
  e2e_press ("Return");
  e2e_accessible_wait_focus ("Add", WAIT_SECONDS);
  e2e_press ("Return");
  line = g_strdup_printf ("uri=dvrip://" AWAY ":%u\n", e2e_encoder_get_port (encoder));
  wait_written (wall, line);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  two_networks_lay ();
  g_test_add_func ("/e2e/discovered/none-then-one", test_none_then_one);

  return g_test_run ();
}
