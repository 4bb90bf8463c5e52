/* rtsp-complaint.h
 *
 * One complaint of `rtspsrc` that is no harm, and all the same fatal where complaints are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Until the end of the test that runs. */
void rtsp_complaint_bear (void);

G_END_DECLS
