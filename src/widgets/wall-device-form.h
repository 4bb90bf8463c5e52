/* wall-device-form.h
 *
 * Where a device is and who signs in, as a person types it; what is wrong with it is said at the
 * field that is to be corrected. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wall-probe.h"

G_BEGIN_DECLS

#define WALL_TYPE_DEVICE_FORM (wall_device_form_get_type ())
G_DECLARE_FINAL_TYPE (WallDeviceForm, wall_device_form, WALL, DEVICE_FORM, AdwBin)

/* Signals: "edited": something else stands there now, typed by a person;
 *          "submitted": Enter was pressed. */
GtkWidget    *wall_device_form_new          (void);
const char   *wall_device_form_get_address  (WallDeviceForm *self);
const char   *wall_device_form_get_user     (WallDeviceForm *self);
const char   *wall_device_form_get_password (WallDeviceForm *self);
WallProbeKind wall_device_form_get_kind     (WallDeviceForm *self);
void          wall_device_form_fill         (WallDeviceForm *self,
                                             const char     *address,
                                             const char     *user,
                                             const char     *password);
void          wall_device_form_say_kept     (WallDeviceForm *self);
void          wall_device_form_complain     (WallDeviceForm *self,
                                             WallReason      reason,
                                             const char     *sentence);
void          wall_device_form_focus_user   (WallDeviceForm *self);

G_END_DECLS
