/* e2e-screen.h
 *
 * The pixels of the test's own display, read from the file in which Xvfb keeps them (XWD form), or as
 * grim takes them from a Wayland compositor. One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _E2eScreen E2eScreen;

typedef struct {
  int x, y, width, height;
} E2eRect;

E2eScreen *e2e_screen_open       (void);
void       e2e_screen_free       (E2eScreen     *self);
int        e2e_screen_get_width  (E2eScreen     *self);
int        e2e_screen_get_height (E2eScreen     *self);
guint8    *e2e_screen_copy_luma  (E2eScreen     *self,
                                  const E2eRect *rect);

double     e2e_psnr              (const guint8  *a,
                                  const guint8  *b,
                                  gsize          size);
guint8    *e2e_scale_luma        (const guint8  *luma,
                                  int            width,
                                  int            height,
                                  int            to_width,
                                  int            to_height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (E2eScreen, e2e_screen_free)

G_END_DECLS
