/* wall-sandbox.c
 *
 * Whether the program runs in a sandbox. Callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "wall-sandbox.h"

/**
 * wall_sandbox_is_flatpak:
 *
 * Returns: whether Flatpak runs the program: the folders of the user are not seen then, and what is
 *   missing is no package of the system's
 */
gboolean
wall_sandbox_is_flatpak (void)
{
  static gsize answer = 0;

  if (g_once_init_enter (&answer))
    g_once_init_leave (&answer, g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? 2 : 1);

  return answer == 2;
}
