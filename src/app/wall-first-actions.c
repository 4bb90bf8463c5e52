/* wall-first-actions.c
 *
 * The actions of the application before its wall is open, which is so when a desktop starts the
 * program for an action: each opens the wall, and is then done by the one that stands there. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-first-actions.h"

/* All that do something to the wall. What is not listed does without one. */
static const struct {
  const char *name;
  const char *type;
} firsts[] = {
  { "about", NULL },
  { "add-device", NULL },
  { "connections", NULL },
  { "copy-camera-address", "s" },
  { "copy-report", NULL },
  { "edit-device", "s" },
  { "enter-password", "s" },
  { "export-wall", NULL },
  { "fullscreen", NULL },
  { "help", NULL },
  { "import-wall", NULL },
  { "name-camera", "(ss)" },
  { "number-camera", "(su)" },
  { "place-camera", "(su)" },
  { "preferences", NULL },
  { "redo", "u" },
  { "redo-last", NULL },
  { "remove-camera", "s" },
  { "retry-camera", "s" },
  { "switch-camera-off", "s" },
  { "switch-camera-on", "s" },
  { "undo", "u" },
  { "undo-last", NULL },
};

static void
on_first (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       application)
{
  g_autofree char *name = g_strdup (g_action_get_name (G_ACTION (action)));
  g_autoptr (GVariant) kept = parameter ? g_variant_ref (parameter) : NULL;
  g_autoptr (GAction) self = g_object_ref (G_ACTION (action));
  GAction *following;

  g_application_activate (application);

  /* Where the wall could not be opened, the action is this one still; where nothing can be kept,
   * there are no preferences. */
  following = g_action_map_lookup_action (application, name);
  if (following && following != self)
    g_action_activate (following, kept);
}

/**
 * wall_first_actions_install:
 * @application: which they belong to; it has been started, and has no wall yet
 */
void
wall_first_actions_install (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (firsts); i++) {
    g_autoptr (GVariantType) type = firsts[i].type ? g_variant_type_new (firsts[i].type) : NULL;
    g_autoptr (GSimpleAction) action = g_simple_action_new (firsts[i].name, type);

    g_signal_connect_object (action, "activate", G_CALLBACK (on_first), application, 0);
    g_action_map_add_action (G_ACTION_MAP (application), G_ACTION (action));
  }
}

/**
 * wall_first_actions_remove:
 * @application: whose wall opens now
 *
 * Makes room for the actions of the wall.
 */
void
wall_first_actions_remove (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (firsts); i++)
    g_action_map_remove_action (G_ACTION_MAP (application), firsts[i].name);
}
