/* probe-client.h
 *
 * Who uses a probe, for tests: keeps what it is told, and sees that nothing is told out of turn.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "player-client.h"
#include "wall-probe.h"

G_BEGIN_DECLS

typedef struct {
  WallProbe  *probe;
  int         begun, done;       /* steps, counted */
  gboolean    is_done, has_failed;
  WallReason  reason;
  char       *sentence;
  guint       told;              /* signals, of all kinds */
  int         cancel_at;         /* the step at whose begin it is cancelled; -1: none */
} ProbeClient;

void probe_client_start         (ProbeClient            *self,
                                 const WallProbeRequest *request);
void probe_client_prepare       (ProbeClient            *self,
                                 const WallProbeRequest *request);
void probe_client_assert_done   (ProbeClient            *self);
void probe_client_assert_failed (ProbeClient            *self,
                                 WallProbeStep           step,
                                 WallReason              reason);
WallProbeChannel *probe_client_get_channel (ProbeClient *self,
                                            guint        index);
guint probe_client_count        (ProbeClient            *self);
void probe_client_clear         (ProbeClient            *self);

G_END_DECLS
