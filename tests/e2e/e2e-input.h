/* e2e-input.h
 *
 * A keyboard and a mouse. A key that comes while no window has the keyboard is nobody's, and a click
 * goes to whatever has come to lie under it: so a test waits for the window first, asks for a place
 * once the wall has come to rest, or repeats what it does until it is seen to have been done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "e2e-rig.h"

G_BEGIN_DECLS

typedef struct {
  int x, y;
} E2ePoint;

/* Whether what was wanted is there; @data is what e2e_repeat() was given. */
typedef gboolean (*E2eCheck) (gpointer data);

void     e2e_xdotool        (const char   *format,
                             ...) G_GNUC_PRINTF (1, 2);
void     e2e_focus_window   (const char   *title);
void     e2e_press          (const char   *key);
void     e2e_type           (const char   *text);

gboolean e2e_wait_for       (E2eCheck      is_done,
                             gpointer      data,
                             double        seconds);
void     e2e_repeat         (E2eCheck      is_done,
                             gpointer      data,
                             const char   *format,
                             ...) G_GNUC_PRINTF (3, 4);

E2ePoint e2e_wall_middle    (E2eWall      *wall,
                             guint         camera);
gboolean e2e_point_is_near  (E2ePoint      a,
                             E2ePoint      b);
void     e2e_wall_wait_at   (E2eWall      *wall,
                             guint         camera,
                             E2ePoint      point);
void     e2e_wall_click     (E2eWall      *wall,
                             guint         camera);

G_END_DECLS
