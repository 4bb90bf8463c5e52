/* wall-report.h
 *
 * What is known of the cameras, as JSON, for `--report` and for tests. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "wall-camera.h"

G_BEGIN_DECLS

/* An array; members of the object of a camera: ages and durations are seconds, null: never; what is
 * not known is null as well. There is never a password in it.
 *   number, place, name, protocol ("dvrip", "rtsp" …), host, port, user; channel, stream ("main",
 *              "sub", "auto"): null where a path names the stream
 *   state      the nick of WallLinkState; "receiving" instead of "live" when it is not shown
 *   shown      whether it is; state_age; retry_in
 *   reason     the nick of WallReason, of the last failure; "none" while it lives
 *   notices    array of "damaged", "unchanged", "reduced", "alarm"
 *   age        object: received, decoded, painted (of this attempt), picture (of what is
 *              seen), unchanged
 *   frames     object: received, decoded, painted, skipped (counts of this attempt)
 *   fps        object: nominal, received, decoded, painted
 *   playing    "main" or "sub", the stream that is seen; switching: whether the other one begins
 *   width, height, codec, topology, stream_type
 *   certificate  what this connection showed, "sha256:…"; null where there is none, or the system
 *              vouches for it; certificate_kept: the only one that is trusted, null: the first one
 *   connection null, or an object: local, local_port, remote, remote_port, state (the kernel's
 *              name, null: not in the kernel's table), rtt (seconds), retransmits
 *   attempts   how many were begun
 *   failures   how many failed in a row
 *   history    array, the newest last, of objects: started (ISO 8601), duration, reached (the
 *              furthest state), reason, message, ended_by ("us", "device", "deadline") */
JsonNode *wall_report_cameras (WallCamera *const *cameras,
                               guint              n_cameras);

G_END_DECLS
