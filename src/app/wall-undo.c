/* wall-undo.c
 *
 * Whatever a person changed on the wall can be taken back: by the button of a toast that says what
 * was done, by Ctrl+Z, and over D-Bus. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-undo.h"

#include <glib/gi18n-lib.h>

#include "wall-speech.h"

/* Long enough to see on the wall what was done. */
#define SAY_MS 8000

/* A toast that is told to go while it is still coming makes libadwaita 1.2 use what it has freed. */
#define COMING_MS 1000

struct _WallUndo {
  GObject parent_instance;

  GtkApplication  *application;  /* it owns this */
  WallDeviceStore *store;
  WallWindow      *window;       /* (nullable): GTK owns it */
  AdwToast        *toast;        /* (nullable): that is shown */
  gint64           shown_us;     /* since when, monotonic */
  guint            leave_id;     /* until it goes */
  GArray          *steps;        /* of guint: that can be taken back, the newest last */
};

G_DEFINE_FINAL_TYPE (WallUndo, wall_undo, G_TYPE_OBJECT)

static void
update_last (WallUndo *self)
{
  GAction *last = g_action_map_lookup_action (G_ACTION_MAP (self->application), "undo-last");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (last), self->steps->len > 0);
}

static gboolean
on_leave (gpointer user_data)
{
  WallUndo *self = user_data;

  self->leave_id = 0;
  if (self->toast)
    adw_toast_dismiss (self->toast);

  return G_SOURCE_REMOVE;
}

static void
leave_in (WallUndo *self,
          gint64    ms)
{
  gint64 shown_ms = (g_get_monotonic_time () - self->shown_us) / 1000;

  g_clear_handle_id (&self->leave_id, g_source_remove);
  self->leave_id = g_timeout_add ((guint) MAX (ms, COMING_MS - shown_ms), on_leave, self);
}

static void
on_dismissed (WallUndo *self)
{
  g_clear_handle_id (&self->leave_id, g_source_remove);
  g_clear_object (&self->toast);
}

/* The button looks for the action as soon as it is there: its target has to be there before. */
static void
add_toast (WallUndo *self,
           guint     step)
{
  self->toast = adw_toast_new ("");
  self->shown_us = g_get_monotonic_time ();
  adw_toast_set_timeout (self->toast, 0);
  adw_toast_set_priority (self->toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_button_label (self->toast, _("_Undo"));
  adw_toast_set_action_target (self->toast, "u", step);
  adw_toast_set_action_name (self->toast, "app.undo");
  g_signal_connect_object (self->toast, "dismissed", G_CALLBACK (on_dismissed), self,
                           G_CONNECT_SWAPPED);
  wall_window_add_toast (self->window, g_object_ref (self->toast));
}

/* A name may have an ampersand, or what looks like markup. One toast says the newest, so that many
 * changes do not queue up over the wall. */
static void
show (WallUndo   *self,
      guint       step,
      const char *label)
{
  g_autofree char *title = g_markup_escape_text (label, -1);

  if (self->toast)
    adw_toast_set_action_target (self->toast, "u", step);
  else
    add_toast (self, step);
  adw_toast_set_title (self->toast, title);
  wall_speech_say (label);
  leave_in (self, SAY_MS);
}

static void
on_changed (WallUndo   *self,
            guint       step,
            const char *label)
{
  g_array_append_val (self->steps, step);
  update_last (self);
  if (self->window)
    show (self, step, label);
}

static void
forget (WallUndo *self,
        guint     step)
{
  for (guint i = self->steps->len; i > 0; i--)
    if (g_array_index (self->steps, guint, i - 1) == step)
      g_array_remove_index (self->steps, i - 1);
  update_last (self);
}

static void
take_back (WallUndo *self,
           guint     step)
{
  forget (self, step);
  if (self->toast)
    leave_in (self, 0);
  if (!wall_device_store_undo (self->store, step) && self->window)
    wall_window_say (self->window, _("This cannot be taken back any more: it was changed again."));
}

static void
on_undo (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  take_back (user_data, g_variant_get_uint32 (parameter));
}

static void
on_undo_last (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  WallUndo *self = user_data;

  if (self->steps->len > 0)
    take_back (self, g_array_index (self->steps, guint, self->steps->len - 1));
}

static void
finalize (GObject *object)
{
  WallUndo *self = WALL_UNDO (object);

  g_clear_handle_id (&self->leave_id, g_source_remove);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->toast);
  g_object_unref (self->store);
  g_array_unref (self->steps);

  G_OBJECT_CLASS (wall_undo_parent_class)->finalize (object);
}

static void
wall_undo_class_init (WallUndoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
wall_undo_init (WallUndo *self)
{
  self->steps = g_array_new (FALSE, FALSE, sizeof (guint));
}

/**
 * wall_undo_install:
 * @application: where the actions "undo" (step) and "undo-last" go
 * @store: what is changed
 * @window: where it is said
 *
 * Lets every change of @store be taken back.
 */
void
wall_undo_install (GtkApplication  *application,
                   WallDeviceStore *store,
                   WallWindow      *window)
{
  static const GActionEntry actions[] = {
    { .name = "undo", .parameter_type = "u", .activate = on_undo },
    { .name = "undo-last", .activate = on_undo_last },
  };
  WallUndo *self = g_object_new (WALL_TYPE_UNDO, NULL);

  self->application = application;
  self->store = g_object_ref (store);
  g_set_weak_pointer (&self->window, window);
  g_signal_connect_object (store, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (application), "undo", self, g_object_unref);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   self);
  update_last (self);
}
