/* wall-number-entry.c
 *
 * A camera's number, typed on any keyboard, shows this camera alone: at once with Enter, or when no
 * further digit comes. What has been typed stands over the wall meanwhile, and so does that there is
 * no such camera. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-number-entry.h"

#include <glib/gi18n-lib.h>

#include "wall-camera-config.h"
#include "wall-sheet.h"

#define TYPING_MS 1200
#define ANSWER_MS 2000

struct _WallNumberEntry {
  GtkWidget parent_instance;

  GtkWidget          *label;
  GtkEventController *keys;     /* of the window, which owns it; %NULL once it is gone */
  WallGrid           *grid;     /* likewise */
  guint               number;   /* 0: nothing is typed */
  guint               timer_id;
};

G_DEFINE_FINAL_TYPE (WallNumberEntry, wall_number_entry, GTK_TYPE_WIDGET)

static void
show (WallNumberEntry *self,
      const char      *text)
{
  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static gboolean
on_answer_seen (gpointer user_data)
{
  WallNumberEntry *self = user_data;

  self->timer_id = 0;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);

  return G_SOURCE_REMOVE;
}

static void
say_none (WallNumberEntry *self,
          guint            number)
{
  g_autofree char *text = g_strdup_printf (_("There is no camera %u"), number);

  show (self, text);
  self->timer_id = g_timeout_add (ANSWER_MS, on_answer_seen, self);
}

static void
finish (WallNumberEntry *self)
{
  guint number = self->number;

  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->number = 0;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (self->grid && !wall_grid_show_number (self->grid, number))
    say_none (self, number);
}

static gboolean
on_typed (gpointer user_data)
{
  WallNumberEntry *self = user_data;

  self->timer_id = 0;
  finish (self);

  return G_SOURCE_REMOVE;
}

static void
add_digit (WallNumberEntry *self,
           guint            digit)
{
  g_autofree char *text = NULL;
  guint number = self->number * 10 + digit;

  if (number == 0 || number > WALL_CAMERA_MAX_NUMBER)
    return;

  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->number = number;
  text = g_strdup_printf ("%u", number);
  show (self, text);
  self->timer_id = g_timeout_add (TYPING_MS, on_typed, self);
}

static void
cancel (WallNumberEntry *self)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->number = 0;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* A name that is being typed keeps its digits, and so does what lies over the wall, such as a menu. */
static gboolean
is_wall_meant (WallNumberEntry *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focused = root ? gtk_root_get_focus (root) : NULL;

  if (self->grid == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self->grid)))
    return FALSE;
  if (focused == NULL)
    return TRUE;

  return !GTK_IS_EDITABLE (focused) && gtk_widget_get_ancestor (focused, WALL_TYPE_SHEET) == NULL
         && gtk_widget_get_native (focused) == GTK_NATIVE (root);
}

/* The row of digits and the number pad; others, such as ², are none. */
static int
get_digit (guint key)
{
  if (key >= GDK_KEY_0 && key <= GDK_KEY_9)
    return (int) (key - GDK_KEY_0);
  if (key >= GDK_KEY_KP_0 && key <= GDK_KEY_KP_9)
    return (int) (key - GDK_KEY_KP_0);

  return -1;
}

static gboolean
on_key_while_typing (WallNumberEntry *self,
                     guint            key)
{
  if (key == GDK_KEY_Escape)
    cancel (self);
  else if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter)
    finish (self);
  else
    return FALSE;

  return TRUE;
}

static gboolean
on_key (WallNumberEntry       *self,
        guint                  key,
        guint                  code,
        GdkModifierType        modifiers,
        GtkEventControllerKey *keys)
{
  const GdkModifierType meaningful = GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK;
  int digit = get_digit (key);

  if ((modifiers & meaningful) || !is_wall_meant (self))
    return FALSE;
  /* It begins no number, and means the whole picture where a part of it is looked at. */
  if (digit == 0 && self->number == 0)
    return FALSE;
  if (digit < 0)
    return self->number > 0 && on_key_while_typing (self, key);

  add_digit (self, (guint) digit);

  return TRUE;
}

static void
dispose (GObject *object)
{
  WallNumberEntry *self = WALL_NUMBER_ENTRY (object);

  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (self->keys)
    g_signal_handlers_disconnect_by_data (self->keys, self);
  g_clear_weak_pointer (&self->keys);
  g_clear_weak_pointer (&self->grid);
  g_clear_pointer (&self->label, gtk_widget_unparent);

  G_OBJECT_CLASS (wall_number_entry_parent_class)->dispose (object);
}

static void
wall_number_entry_class_init (WallNumberEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "wallnumber");
}

static void
wall_number_entry_init (WallNumberEntry *self)
{
  self->label = gtk_label_new (NULL);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * wall_number_entry_new:
 * @window: (transfer none): where it is typed
 * @grid: (transfer none): in @window; whose cameras it means
 *
 * Returns: (transfer floating): what stands over the grid while a number is typed
 */
GtkWidget *
wall_number_entry_new (GtkWindow *window,
                       WallGrid  *grid)
{
  WallNumberEntry *self = g_object_new (WALL_TYPE_NUMBER_ENTRY, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_set_weak_pointer (&self->grid, grid);
  g_set_weak_pointer (&self->keys, keys);
  /* Before the tile, which would take Enter for itself. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);

  return GTK_WIDGET (self);
}
