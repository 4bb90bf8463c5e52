/* dvrip-prober.h
 *
 * Finds the devices on the local networks, without blocking.
 * Called from a thread with a main context; the sockets live on the network thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dvrip-discovery.h"

G_BEGIN_DECLS

#define DVRIP_PROBER_MAX_DEVICES 1024

typedef struct {
  guint16            port;        /* 0: 34569 */
  const char *const *targets;     /* (nullable): addresses to ask, instead of all network cards */
  guint              probes;      /* 0: 3; devices miss one now and then */
  guint              interval_ms; /* 0: 300, between probes */
  guint              duration_ms; /* 0: 2000, from the first probe to the end */
} DvripProberConfig;

typedef void (*DvripProberFound) (const DvripDevice *device,
                                  gpointer           user_data);

void       dvrip_prober_run_async  (const DvripProberConfig *config,
                                    DvripProberFound         found,
                                    gpointer                 found_data,
                                    GCancellable            *cancellable,
                                    GAsyncReadyCallback      callback,
                                    gpointer                 user_data);
GPtrArray *dvrip_prober_run_finish (GAsyncResult            *result,
                                    GError                 **error);

G_END_DECLS
