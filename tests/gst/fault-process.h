/* fault-process.h
 *
 * What this process takes of the system, as the kernel counts it. From any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint rig_process_count_files   (void);
guint rig_process_count_threads (void);
gsize rig_process_get_memory    (void);

G_END_DECLS
