/* wall-title-entry.c
 *
 * Where a camera's name or number is typed, in the strip below its picture.
 * Enter keeps what was typed, and so does going elsewhere; Escape leaves it as it was. It says so
 * once. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-title-entry.h"

struct _WallTitleEntry {
  GtkWidget parent_instance;

  GtkWidget *text;
  gboolean   is_finished;
};

G_DEFINE_FINAL_TYPE (WallTitleEntry, wall_title_entry, GTK_TYPE_WIDGET)

static guint finished;

static void
finish (WallTitleEntry *self,
        gboolean        is_kept)
{
  g_autofree char *typed = NULL;

  if (self->is_finished)
    return;

  self->is_finished = TRUE;
  if (is_kept)
    typed = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->text))));
  g_object_ref (self);
  g_signal_emit (self, finished, 0, typed);
  g_object_unref (self);
}

static void
on_activate (WallTitleEntry *self)
{
  finish (self, TRUE);
}

/* What a line has no use for would move the focus of the wall, or turn its page. */
static gboolean
on_key (WallTitleEntry *self,
        guint           key)
{
  switch (key) {
  case GDK_KEY_Escape:
    finish (self, FALSE);
    return TRUE;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
  case GDK_KEY_Page_Up:
  case GDK_KEY_KP_Page_Up:
  case GDK_KEY_Page_Down:
  case GDK_KEY_KP_Page_Down:
    return TRUE;
  default:
    return FALSE;
  }
}

static void
on_focus_moved (WallTitleEntry *self,
                GParamSpec     *pspec,
                GtkWindow      *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    finish (self, TRUE);
}

static void
on_insert (GtkEditable *text,
           const char  *added,
           int          length,
           int         *position)
{
  for (const char *each = added; length < 0 ? *each != '\0' : each < added + length; each++) {
    if (g_ascii_isdigit (*each))
      continue;

    g_signal_stop_emission_by_name (text, "insert-text");
    return;
  }
}

static gboolean
grab_focus (GtkWidget *widget)
{
  WallTitleEntry *self = WALL_TITLE_ENTRY (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  if (!gtk_widget_grab_focus (self->text))
    return FALSE;

  gtk_editable_select_region (GTK_EDITABLE (self->text), 0, -1);
  g_signal_handlers_disconnect_by_func (root, on_focus_moved, self);
  g_signal_connect_object (root, "notify::focus-widget", G_CALLBACK (on_focus_moved), self,
                           G_CONNECT_SWAPPED);

  return TRUE;
}

static void
dispose (GObject *object)
{
  WallTitleEntry *self = WALL_TITLE_ENTRY (object);

  self->is_finished = TRUE;
  g_clear_pointer (&self->text, gtk_widget_unparent);

  G_OBJECT_CLASS (wall_title_entry_parent_class)->dispose (object);
}

static void
wall_title_entry_class_init (WallTitleEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  finished = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                           NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_css_name (widget_class, "wallentry");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
wall_title_entry_init (WallTitleEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->text = gtk_text_new ();
  g_signal_connect_swapped (self->text, "activate", G_CALLBACK (on_activate), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
}

/**
 * wall_title_entry_new:
 * @text: what stands there
 * @label: what it is, for those who cannot see it
 * @max_length: of what is typed, letters
 *
 * Returns: (transfer floating): an entry, in which one types once it has the focus
 */
GtkWidget *
wall_title_entry_new (const char *text,
                      const char *label,
                      int         max_length)
{
  WallTitleEntry *self = g_object_new (WALL_TYPE_TITLE_ENTRY, NULL);

  gtk_text_set_max_length (GTK_TEXT (self->text), max_length);
  gtk_editable_set_text (GTK_EDITABLE (self->text), text ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);

  return GTK_WIDGET (self);
}

/**
 * wall_title_entry_set_digits_only:
 * @self: an entry
 *
 * Takes nothing but digits.
 */
void
wall_title_entry_set_digits_only (WallTitleEntry *self)
{
  g_return_if_fail (WALL_IS_TITLE_ENTRY (self));

  gtk_text_set_input_purpose (GTK_TEXT (self->text), GTK_INPUT_PURPOSE_DIGITS);
  g_signal_connect (self->text, "insert-text", G_CALLBACK (on_insert), NULL);
}
