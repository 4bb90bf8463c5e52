/* store-fixture.h
 *
 * A store and a file that it reads, for the tests of what such a file says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device-store.h"

G_BEGIN_DECLS

typedef struct {
  WallDeviceStore *store;
  char *folder;
  char *path;
} Fixture;

#define ADD(path, function)                                                                        \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

void              fixture_set_up    (Fixture       *self,
                                     gconstpointer  data);
void              fixture_tear_down (Fixture       *self,
                                     gconstpointer  data);
void              write_file        (Fixture       *self,
                                     const char    *text,
                                     int            mode);
void              load              (Fixture       *self,
                                     const char    *text);
void              load_credentials  (Fixture       *self,
                                     const char    *text);
WallCameraConfig *get_camera        (Fixture       *self,
                                     guint          index);
WallDevice       *get_device_of     (Fixture       *self,
                                     guint          index);
void              fixture_wait_idle   (Fixture     *self);
void              fixture_assert_file (Fixture     *self,
                                       const char  *wanted);

G_END_DECLS
