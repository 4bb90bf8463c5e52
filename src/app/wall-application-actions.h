/* wall-application-actions.h
 *
 * What the application does on request, from the menu, by keys and over D-Bus. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-window.h"

G_BEGIN_DECLS

/* What the actions need of the application. */
typedef struct {
  void        (*quit)         (gpointer application);
  WallWindow *(*get_window)   (gpointer application);   /* (nullable) */
  GListModel *(*get_cameras)  (gpointer application);   /* (nullable) */
  char       *(*build_report) (gpointer application);
} WallApplicationHost;

void wall_application_actions_install         (GtkApplication            *application,
                                               const WallApplicationHost *host);
void wall_application_actions_install_of_wall (GtkApplication            *application);

G_END_DECLS
