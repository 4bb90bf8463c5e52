/* wall-window.h
 *
 * The wall's window. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wall-camera-list.h"
#include "wall-fit.h"

G_BEGIN_DECLS

#define WALL_TYPE_WINDOW (wall_window_get_type ())
G_DECLARE_FINAL_TYPE (WallWindow, wall_window, WALL, WINDOW, AdwApplicationWindow)

typedef struct {
  const char *renderer;  /* static */
  int         width;     /* device pixels */
  int         height;
  double      scale;
  gboolean    is_fullscreen;
  guint64     frames;    /* painted since the start */
  guint64     pictures;
  double      frames_per_second;
  double      pictures_per_second;
} WallWindowNumbers;

WallWindow *wall_window_new                (GtkApplication    *application,
                                            WallCameraList    *cameras);
void        wall_window_keep               (WallWindow        *self);
void        wall_window_say                (WallWindow        *self,
                                            const char        *text);
void        wall_window_withdraw           (WallWindow        *self,
                                            const char        *text);
gboolean    wall_window_is_waited_for      (WallWindow        *self);
void        wall_window_set_hurried        (WallWindow        *self,
                                            gboolean           is_hurried);
void        wall_window_add_toast          (WallWindow        *self,
                                            AdwToast          *toast);
GtkOverlay *wall_window_get_overlay        (WallWindow        *self);
void        wall_window_show_camera        (WallWindow        *self,
                                            const char        *id);
void        wall_window_get_numbers        (WallWindow        *self,
                                            WallWindowNumbers *out_numbers);
gboolean    wall_window_get_picture_bounds (WallWindow        *self,
                                            guint              position,
                                            WallRect          *out_bounds);

G_END_DECLS
