/* wall-device-page.h
 *
 * The first page of the dialog for a device: where it is and who signs in, the steps of finding it
 * out, and what answers on the network. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wall-device-inquiry.h"

G_BEGIN_DECLS

#define WALL_TYPE_DEVICE_PAGE (wall_device_page_get_type ())
G_DECLARE_FINAL_TYPE (WallDevicePage, wall_device_page, WALL, DEVICE_PAGE, AdwBin)

/* Signals: "edited", "submitted", as WallDeviceForm has them. */
void            wall_device_page_set_up      (WallDevicePage    *self,
                                              WallDeviceInquiry *inquiry,
                                              GListModel        *devices);
WallDeviceInput wall_device_page_get_input   (WallDevicePage    *self);
gboolean        wall_device_page_has_address (WallDevicePage    *self);
void            wall_device_page_begin       (WallDevicePage    *self);
void            wall_device_page_move_login  (WallDevicePage    *self,
                                              WallProbe         *probe);
void            wall_device_page_set_step    (WallDevicePage    *self,
                                              WallProbeStep      step,
                                              gboolean           is_done,
                                              const char        *words);
void            wall_device_page_fail        (WallDevicePage    *self,
                                              WallReason         reason,
                                              const char        *sentence);
void            wall_device_page_say_change  (WallDevicePage    *self,
                                              const char        *trusted,
                                              const char        *shown);
void            wall_device_page_complain    (WallDevicePage    *self,
                                              WallReason         reason,
                                              const char        *sentence);
void            wall_device_page_hide_steps  (WallDevicePage    *self);
void            wall_device_page_update      (WallDevicePage    *self,
                                              guint              n_cameras,
                                              gboolean           is_looking);

G_END_DECLS
