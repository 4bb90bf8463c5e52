/* sandbox-chooser.h
 *
 * A person who answers the portal's dialogs for files at once: what is to be saved goes into one
 * folder, and that folder is chosen where one is to be.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _SandboxChooser SandboxChooser;

SandboxChooser *sandbox_chooser_new     (const char     *folder);
guint           sandbox_chooser_count   (SandboxChooser *self);
void            sandbox_chooser_free    (SandboxChooser *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxChooser, sandbox_chooser_free)

G_END_DECLS
