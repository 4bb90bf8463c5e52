/* gstdvriperror.h
 *
 * Why a session ended, as a message on the pipeline's bus.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "wall-reason.h"

G_BEGIN_DECLS

GstResourceError  gst_dvrip_error_code     (WallReason    reason);
const char       *gst_dvrip_error_sentence (WallReason    reason);
void              gst_dvrip_error_post     (GstElement   *element,
                                            const GError *error,
                                            int           ret,
                                            const char   *where);

G_END_DECLS
