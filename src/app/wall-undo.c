/* wall-undo.c
 *
 * Whatever a person changed on the wall can be taken back, and made again: by the button of a toast
 * that says what was done, by Ctrl+Z and Ctrl+Shift+Z, by the menu, and over D-Bus. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-undo.h"

#include <glib/gi18n-lib.h>

#include "wall-sheet.h"
#include "wall-speech.h"

/* Long enough to see on the wall what was done. */
#define SAY_MS 8000

/* A toast that is told to go while it is still coming makes libadwaita 1.2 use what it has freed. */
#define COMING_MS 1000

typedef struct {
  guint  id;
  char  *label;   /* what was done */
} Step;

struct _WallUndo {
  GObject parent_instance;

  GtkApplication  *application;  /* it owns this */
  WallDeviceStore *store;
  WallWindow      *window;       /* (nullable): GTK owns it */
  AdwToast        *toast;        /* (nullable): that is shown, or waits until others are read */
  GtkLabel        *label;        /* its words; they go with it */
  gint64           shown_us;     /* since when, monotonic; 0: it waits */
  guint            leave_id;     /* until it goes */
  GArray          *done;         /* of Step: that can be taken back, the newest last */
  GArray          *undone;       /* of Step: that can be made again, the newest last */
};

G_DEFINE_FINAL_TYPE (WallUndo, wall_undo, G_TYPE_OBJECT)

static void
clear_step (gpointer data)
{
  g_free (((Step *) data)->label);
}

static void
set_enabled (WallUndo   *self,
             const char *name,
             gboolean    is_enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->application), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_enabled);
}

static void
update (WallUndo *self)
{
  set_enabled (self, "undo-last", self->done->len > 0);
  set_enabled (self, "redo-last", self->undone->len > 0);
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
  self->label = NULL;
  g_clear_object (&self->toast);
  if (self->window)
    wall_window_set_hurried (self->window, FALSE);
}

static void
on_map (WallUndo *self)
{
  self->shown_us = g_get_monotonic_time ();
  leave_in (self, SAY_MS);
  wall_window_set_hurried (self->window, FALSE);
}

static GtkWidget *
make_label (WallUndo *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  self->label = GTK_LABEL (label);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "heading");
  g_signal_connect_object (label, "map", G_CALLBACK (on_map), self, G_CONNECT_SWAPPED);

  return label;
}

/* The button looks for the action as soon as it is there: its target has to be there before. */
static void
set_button (AdwToast *toast,
            guint     step,
            gboolean  is_undone)
{
  adw_toast_set_button_label (toast, is_undone ? _("_Redo") : _("_Undo"));
  adw_toast_set_action_target (toast, "u", step);
  adw_toast_set_action_name (toast, is_undone ? "app.redo" : "app.undo");
}

/* It waits its turn: one of high priority pushes back another, and libadwaita 1.2 aborts where that
 * one's turn comes again before it has gone. */
static void
add_toast (WallUndo *self,
           guint     step,
           gboolean  is_undone)
{
  self->toast = adw_toast_new ("");
  self->shown_us = 0;
  adw_toast_set_timeout (self->toast, 0);
  adw_toast_set_custom_title (self->toast, make_label (self));
  set_button (self->toast, step, is_undone);
  g_signal_connect_object (self->toast, "dismissed", G_CALLBACK (on_dismissed), self,
                           G_CONNECT_SWAPPED);
  wall_window_set_hurried (self->window, TRUE);
  wall_window_add_toast (self->window, g_object_ref (self->toast));
}

/* One toast says the newest, so that many changes do not queue up over the wall. It stays for the
 * newest, unless somebody else has something to say. */
static void
show (WallUndo   *self,
      guint       step,
      gboolean    is_undone,
      const char *words)
{
  if (self->window == NULL)
    return;

  if (self->toast)
    set_button (self->toast, step, is_undone);
  else
    add_toast (self, step, is_undone);
  gtk_label_set_label (self->label, words);
  wall_speech_say (words);
  if (self->shown_us > 0 && !wall_window_is_waited_for (self->window))
    leave_in (self, SAY_MS);
}

static void
on_changed (WallUndo   *self,
            guint       id,
            const char *label)
{
  const Step step = { id, g_strdup (label) };

  g_array_append_val (self->done, step);
  g_array_set_size (self->undone, 0);
  update (self);
  show (self, id, FALSE, label);
}

/* Returns: whether it was there */
static gboolean
take (GArray *steps,
      guint   id,
      Step   *out_step)
{
  for (guint i = steps->len; i > 0; i--) {
    Step *step = &g_array_index (steps, Step, i - 1);

    if (step->id != id)
      continue;

    *out_step = (Step) { id, g_steal_pointer (&step->label) };
    g_array_remove_index (steps, i - 1);
    return TRUE;
  }

  return FALSE;
}

static void
say_impossible (WallUndo *self,
                gboolean  is_undone)
{
  if (self->toast)
    leave_in (self, 0);
  if (self->window)
    wall_window_say (self->window, is_undone
                     ? _("This cannot be taken back any more: it was changed again.")
                     : _("This cannot be made again any more: something else was changed."));
}

static void
turn (WallUndo *self,
      guint     id,
      gboolean  is_undone)
{
  gboolean is_possible = is_undone ? wall_device_store_undo (self->store, id)
                                   : wall_device_store_redo (self->store, id);
  g_autofree char *words = NULL;
  Step step = { 0 };

  if (!take (is_undone ? self->done : self->undone, id, &step) || !is_possible) {
    clear_step (&step);
    update (self);
    say_impossible (self, is_undone);
    return;
  }

  /* Translators: what was done, in words such as “16 cameras added” */
  words = g_strdup_printf (is_undone ? _("Undone: %s") : _("Redone: %s"), step.label);
  g_array_append_val (is_undone ? self->undone : self->done, step);
  update (self);
  show (self, id, is_undone, words);
}

static void
on_undo (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  turn (user_data, g_variant_get_uint32 (parameter), TRUE);
}

static void
on_redo (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  turn (user_data, g_variant_get_uint32 (parameter), FALSE);
}

static void
turn_last (WallUndo *self,
           GArray   *steps,
           gboolean  is_undone)
{
  if (steps->len > 0)
    turn (self, g_array_index (steps, Step, steps->len - 1).id, is_undone);
}

static void
on_undo_last (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  WallUndo *self = user_data;

  turn_last (self, self->done, TRUE);
}

static void
on_redo_last (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  WallUndo *self = user_data;

  turn_last (self, self->undone, FALSE);
}

/* What is typed has steps of its own. */
static gboolean
is_typing (GtkWidget *window)
{
  GtkWidget *focused = gtk_window_get_focus (GTK_WINDOW (window));

  return focused && (GTK_IS_EDITABLE (focused)
                     || gtk_widget_get_ancestor (focused, WALL_TYPE_SHEET));
}

/* A key that does nothing says so: at once, also while something else is said here. */
static void
say_nothing (WallUndo   *self,
             const char *words)
{
  if (self->toast) {
    gtk_label_set_label (self->label, words);
    leave_in (self, SAY_MS);
    wall_speech_say (words);
  } else if (self->window) {
    wall_window_say (self->window, words);
  }
}

static gboolean
on_key (GtkWidget *window,
        GVariant  *arguments,
        gpointer   user_data)
{
  GActionGroup *application = G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (window)));
  const char *name = g_variant_get_string (arguments, NULL);
  WallUndo *self = application ? g_object_get_data (G_OBJECT (application), "undo") : NULL;

  if (self == NULL || is_typing (window))
    return FALSE;

  if (g_action_group_get_action_enabled (application, name))
    g_action_group_activate_action (application, name, NULL);
  else
    say_nothing (self, g_str_equal (name, "undo-last") ? _("Nothing to undo")
                                                       : _("Nothing to redo"));

  return TRUE;
}

static void
finalize (GObject *object)
{
  WallUndo *self = WALL_UNDO (object);

  g_clear_handle_id (&self->leave_id, g_source_remove);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->toast);
  g_object_unref (self->store);
  g_array_unref (self->done);
  g_array_unref (self->undone);

  G_OBJECT_CLASS (wall_undo_parent_class)->finalize (object);
}

static void
wall_undo_class_init (WallUndoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static GArray *
make_steps (void)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (Step));

  g_array_set_clear_func (steps, clear_step);

  return steps;
}

static void
wall_undo_init (WallUndo *self)
{
  self->done = make_steps ();
  self->undone = make_steps ();
}

/**
 * wall_undo_install_keys:
 * @window_class: of windows that have a #WallUndo
 */
void
wall_undo_install_keys (GtkWidgetClass *window_class)
{
  const GdkModifierType with_shift = GDK_CONTROL_MASK | GDK_SHIFT_MASK;

  gtk_widget_class_add_binding (window_class, GDK_KEY_z, GDK_CONTROL_MASK, on_key, "s",
                                "undo-last");
  gtk_widget_class_add_binding (window_class, GDK_KEY_z, with_shift, on_key, "s", "redo-last");
}

/**
 * wall_undo_install:
 * @application: where the actions "undo" and "redo" (step), "undo-last" and "redo-last" go
 * @store: what is changed
 * @window: where it is said
 *
 * Lets every change of @store be taken back, and made again.
 */
void
wall_undo_install (GtkApplication  *application,
                   WallDeviceStore *store,
                   WallWindow      *window)
{
  static const GActionEntry actions[] = {
    { .name = "undo", .parameter_type = "u", .activate = on_undo },
    { .name = "undo-last", .activate = on_undo_last },
    { .name = "redo", .parameter_type = "u", .activate = on_redo },
    { .name = "redo-last", .activate = on_redo_last },
  };
  WallUndo *self = g_object_new (WALL_TYPE_UNDO, NULL);

  self->application = application;
  self->store = g_object_ref (store);
  g_set_weak_pointer (&self->window, window);
  g_signal_connect_object (store, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (application), "undo", self, g_object_unref);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   self);
  update (self);
}
