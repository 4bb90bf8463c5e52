/* wall-channel-row.c
 *
 * One channel of a device in a list: whether it is chosen, what it shows, its name, number and
 * stream, each editable at once, and below them what is wrong, if anything is. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-channel-row.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "wall-camera-config.h"

struct _WallChannelRow {
  GtkListBoxRow parent_instance;

  GtkCheckButton *check;
  GtkStack       *pictures;
  GtkSpinner     *spinner;
  GtkPicture     *picture;
  GtkEditable    *name;
  GtkEditable    *number;
  GtkDropDown    *stream;
  GtkLabel       *remark;

  WallChannelEntry *entry;
};

G_DEFINE_FINAL_TYPE (WallChannelRow, wall_channel_row, GTK_TYPE_LIST_BOX_ROW)

static void
take_label (gpointer  widget,
            char     *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  /* What the focus is in is a part of the entry; which of them is told of depends on the toolkit. */
  if (GTK_IS_EDITABLE (widget) && gtk_editable_get_delegate (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_editable_get_delegate (widget)),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_free (label);
}

static void
label_parts (WallChannelRow *self)
{
  guint channel = MAX (wall_channel_entry_get_channel (self->entry), 1);

  take_label (self->check, g_strdup_printf (_("Channel %u"), channel));
  take_label (self->picture, g_strdup_printf (_("Picture of channel %u"), channel));
  take_label (self->name, g_strdup_printf (_("Name of channel %u"), channel));
  take_label (self->number, g_strdup_printf (_("Number of channel %u"), channel));
  take_label (self->stream, g_strdup_printf (_("Stream of channel %u"), channel));
}

static void
on_preview (WallChannelRow *self)
{
  g_autoptr (GdkTexture) preview = NULL;
  g_autofree char *trouble = NULL;
  const char *page;
  gboolean is_awaited;

  g_object_get (self->entry, "preview", &preview, "trouble", &trouble, "awaited", &is_awaited, NULL);
  page = preview ? "picture" : trouble ? "none" : is_awaited ? "waiting" : "unknown";
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (preview));
  gtk_stack_set_visible_child_name (self->pictures, page);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (page, "waiting"));
}

static char *
dup_remark (WallChannelRow *self,
            const char     *complaint,
            const char     *trouble)
{
  if (complaint)
    return g_strdup (complaint);
  if (wall_channel_entry_is_fixed (self->entry))
    return g_strdup (_("Already on the wall"));

  return g_strdup (trouble);
}

static void
set_class (gpointer    widget,
           const char *name,
           gboolean    is_on)
{
  if (is_on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
on_remark (WallChannelRow *self)
{
  g_autofree char *complaint = NULL;
  g_autofree char *trouble = NULL;
  g_autofree char *remark = NULL;

  g_object_get (self->entry, "complaint", &complaint, "trouble", &trouble, NULL);
  remark = dup_remark (self, complaint, trouble);
  gtk_label_set_text (self->remark, remark ? remark : "");
  gtk_widget_set_visible (GTK_WIDGET (self->remark), remark != NULL);
  set_class (self->remark, "error", complaint != NULL);
  set_class (self->remark, "dim-label", complaint == NULL);
  set_class (self->number, "error", complaint != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->number), GTK_ACCESSIBLE_STATE_INVALID,
                               complaint ? GTK_ACCESSIBLE_INVALID_TRUE
                                         : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->number),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  complaint ? complaint : "", -1);
}

static void
on_trouble (WallChannelRow *self)
{
  on_preview (self);
  on_remark (self);
}

static void
on_chosen (WallChannelRow *self)
{
  gboolean is_editable = wall_channel_entry_is_chosen (self->entry)
                         && !wall_channel_entry_is_fixed (self->entry);

  gtk_widget_set_sensitive (GTK_WIDGET (self->name), is_editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->number), is_editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stream), is_editable);
}

static gboolean
number_to_text (GBinding     *binding,
                const GValue *from,
                GValue       *to,
                gpointer      user_data)
{
  guint number = g_value_get_uint (from);

  g_value_take_string (to, number > 0 ? g_strdup_printf ("%u", number) : g_strdup (""));

  return TRUE;
}

static gboolean
text_to_number (GBinding     *binding,
                const GValue *from,
                GValue       *to,
                gpointer      user_data)
{
  guint64 number = 0;

  g_ascii_string_to_unsigned (g_value_get_string (from), 10, 1, WALL_CAMERA_MAX_NUMBER, &number,
                              NULL);
  g_value_set_uint (to, (guint) number);

  return TRUE;
}

/* A number has digits only; what is pasted is kept out as a whole. */
static void
on_insert (GtkEditable *text,
           const char  *inserted,
           int          length,
           int         *position,
           gpointer     user_data)
{
  gsize n = length < 0 ? strlen (inserted) : (gsize) length;

  for (gsize i = 0; i < n; i++) {
    if (g_ascii_isdigit (inserted[i]))
      continue;

    g_signal_stop_emission_by_name (text, "insert-text");
    gtk_widget_error_bell (GTK_WIDGET (text));
    return;
  }
}

static void
on_name_activated (WallChannelRow *self)
{
  GtkWidget *next = gtk_widget_get_next_sibling (GTK_WIDGET (self));

  while (next && !(WALL_IS_CHANNEL_ROW (next) && wall_channel_row_focus_name (WALL_CHANNEL_ROW (next))))
    next = gtk_widget_get_next_sibling (next);
  if (next == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "device.focus-primary", NULL);
}

static void
set_streams (WallChannelRow *self)
{
  gboolean has_sub;

  g_object_get (self->entry, "has-sub", &has_sub, NULL);
  /* A device without channels names the stream in its address. */
  gtk_widget_set_visible (GTK_WIDGET (self->stream),
                          has_sub && wall_channel_entry_get_channel (self->entry) > 0);
}

static void
bind (WallChannelRow *self)
{
  const GBindingFlags both = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;
  WallChannelEntry *entry = self->entry;

  g_object_bind_property (entry, "chosen", self->check, "active", both);
  g_object_bind_property (entry, "name", self->name, "text", both);
  g_object_bind_property (entry, "stream", self->stream, "selected", both);
  g_object_bind_property_full (entry, "number", self->number, "text", both, number_to_text,
                               text_to_number, NULL, NULL);
  g_signal_connect_object (entry, "notify::preview", G_CALLBACK (on_preview), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "notify::awaited", G_CALLBACK (on_preview), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "notify::trouble", G_CALLBACK (on_trouble), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "notify::complaint", G_CALLBACK (on_remark), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "notify::chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "notify::has-sub", G_CALLBACK (set_streams), self,
                           G_CONNECT_SWAPPED);
}

static void
dispose (GObject *object)
{
  g_clear_object (&WALL_CHANNEL_ROW (object)->entry);

  G_OBJECT_CLASS (wall_channel_row_parent_class)->dispose (object);
}

static void
wall_channel_row_class_init (WallChannelRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/watchwall/Watchwall/wall-channel-row.ui");
  gtk_widget_class_bind_template_child (widget_class, WallChannelRow, check);
  gtk_widget_class_bind_template_child (widget_class, WallChannelRow, pictures);
  gtk_widget_class_bind_template_child (widget_class, WallChannelRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, WallChannelRow, picture);
  gtk_widget_class_bind_template_child (widget_class, WallChannelRow, name);
  gtk_widget_class_bind_template_child (widget_class, WallChannelRow, number);
  gtk_widget_class_bind_template_child (widget_class, WallChannelRow, stream);
  gtk_widget_class_bind_template_child (widget_class, WallChannelRow, remark);
  gtk_widget_class_bind_template_callback (widget_class, on_name_activated);
}

static void
wall_channel_row_init (WallChannelRow *self)
{
  const char *streams[] = { _("Automatic"), _("Main stream"), _("Sub stream"), NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (streams);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_model (self->stream, G_LIST_MODEL (list));
  g_signal_connect (gtk_editable_get_delegate (self->number), "insert-text", G_CALLBACK (on_insert),
                    NULL);
}

/**
 * wall_channel_row_new:
 * @entry: (transfer none): what it edits
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
wall_channel_row_new (WallChannelEntry *entry)
{
  WallChannelRow *self = g_object_new (WALL_TYPE_CHANNEL_ROW, NULL);

  self->entry = g_object_ref (entry);
  bind (self);
  label_parts (self);
  set_streams (self);
  on_chosen (self);
  on_trouble (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), !wall_channel_entry_is_fixed (entry));

  return GTK_WIDGET (self);
}

/**
 * wall_channel_row_focus_name:
 *
 * Returns: whether its name can be edited, and has the focus now
 */
gboolean
wall_channel_row_focus_name (WallChannelRow *self)
{
  g_return_val_if_fail (WALL_IS_CHANNEL_ROW (self), FALSE);

  return gtk_widget_is_sensitive (GTK_WIDGET (self->name))
         && gtk_widget_grab_focus (GTK_WIDGET (self->name));
}
