/* wall-transfer-plan.h
 *
 * What importing a file would do, as a list that can be opened. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wall-import.h"

G_BEGIN_DECLS

GtkWidget *wall_transfer_plan_new (WallImport      *import,
                                   WallDeviceStore *store);

G_END_DECLS
