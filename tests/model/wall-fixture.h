/* wall-fixture.h
 *
 * A wall of cameras against the real encoder, through the real elements.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-server.h"
#include "wait-until.h"
#include "wall-camera-list.h"

G_BEGIN_DECLS

/* One encoder, and a wall that shows its channels. A list model is a wall without a window: what
 * its cameras show is "painted" at once. */
typedef struct {
  EncoderServer *encoder;
  guint n;
  char *folder;
  char *path;
  WallDeviceStore *store;
  WallCameraList *list;
  guint tick;
} Wall;

EncoderServer   *start_encoder      (guint                n,
                                     guint16              port);
EncoderServer   *start_encoder_with (const EncoderConfig *config);
void             open_wall          (Wall                *wall,
                                     guint                n,
                                     const char          *password);
void             open_wall_at       (Wall                *wall,
                                     EncoderServer       *encoder,
                                     const char          *password);
void             show               (Wall                *wall);
WallCamera      *get_camera         (Wall                *wall,
                                     guint                index);
EncoderCounters  get_counters       (Wall                *wall);
WallCameraSums   get_sums           (Wall                *wall);
WallCameraStatus get_status         (Wall                *wall);
WallCameraStatus get_status_of      (Wall                *wall,
                                     guint                index);
JsonObject      *get_report         (Wall                *wall,
                                     JsonNode           **node);
void             close_wall         (Wall                *wall);

G_END_DECLS
