/* wall-certificate-change.h
 *
 * Says that a device shows another certificate than the one that is trusted: both of them, and a
 * button by which a person trusts the new one. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WALL_TYPE_CERTIFICATE_CHANGE (wall_certificate_change_get_type ())
G_DECLARE_FINAL_TYPE (WallCertificateChange, wall_certificate_change, WALL, CERTIFICATE_CHANGE,
                      AdwBin)

/* The button activates "device.trust". */
GtkWidget *wall_certificate_change_new (void);
void       wall_certificate_change_say (WallCertificateChange *self,
                                        const char            *trusted,
                                        const char            *shown);

G_END_DECLS
