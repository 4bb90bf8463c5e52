/* wall-probe-steps.h
 *
 * The steps in which a device is found out, each with a mark; at the one that fails it says what is
 * wrong and what to do. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wall-probe.h"

G_BEGIN_DECLS

#define WALL_TYPE_PROBE_STEPS (wall_probe_steps_get_type ())
G_DECLARE_FINAL_TYPE (WallProbeSteps, wall_probe_steps, WALL, PROBE_STEPS, AdwBin)

GtkWidget *wall_probe_steps_new   (void);
void       wall_probe_steps_clear (WallProbeSteps *self);
void       wall_probe_steps_set   (WallProbeSteps *self,
                                   WallProbeStep   step,
                                   gboolean        is_done,
                                   const char     *words);
void       wall_probe_steps_fail  (WallProbeSteps *self,
                                   const char     *sentence);

G_END_DECLS
