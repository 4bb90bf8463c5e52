/* wall-about.c
 *
 * What the application says of itself. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-about.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/**
 * wall_about_present:
 * @parent: (nullable): the window it belongs to
 *
 * Shows name, version and licence.
 */
void
wall_about_present (GtkWindow *parent)
{
  adw_show_about_window (parent,
                         "application-name", "Watchwall",
                         "application-icon", APPLICATION_ID,
                         "version", PACKAGE_VERSION,
                         "comments", _("A camera wall that never shows an old picture as live."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "copyright", _("© The Watchwall authors"),
                         NULL);
}
