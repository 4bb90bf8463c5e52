/* wall-channel-list.c
 *
 * The channels of a device to choose from: all or none with one click, each to be named and
 * numbered. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-channel-list.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "wall-channel-numbers.h"
#include "wall-channel-row.h"

struct _WallChannelList {
  GtkWidget parent_instance;

  GtkCheckButton *all;
  GtkLabel       *sum;
  GtkListBox     *rows;

  GListModel *entries;   /* (nullable): of WallChannelEntry */
  GListModel *cameras;   /* (nullable): of WallCameraConfig */
  gboolean    is_valid;
  gboolean    is_choosing_all;
  guint       n_chosen;
  guint       n_choosable;
};

G_DEFINE_FINAL_TYPE (WallChannelList, wall_channel_list, GTK_TYPE_WIDGET)

static guint changed;

static void
count (WallChannelList *self)
{
  guint n = g_list_model_get_n_items (self->entries);

  self->n_chosen = self->n_choosable = 0;
  for (guint i = 0; i < n; i++) {
    g_autoptr (WallChannelEntry) entry = g_list_model_get_item (self->entries, i);

    if (wall_channel_entry_is_fixed (entry))
      continue;

    self->n_choosable++;
    self->n_chosen += wall_channel_entry_is_chosen (entry);
  }
}

static void
show_sum (WallChannelList *self)
{
  /* Translators: how many channels of a device are chosen, of how many */
  g_autofree char *sum = g_strdup_printf (_("%u of %u chosen"), self->n_chosen, self->n_choosable);

  gtk_label_set_text (self->sum, sum);
  self->is_choosing_all = TRUE;
  gtk_check_button_set_inconsistent (self->all, self->n_chosen > 0
                                                  && self->n_chosen < self->n_choosable);
  gtk_check_button_set_active (self->all, self->n_chosen > 0 && self->n_chosen == self->n_choosable);
  self->is_choosing_all = FALSE;
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->all)), self->n_choosable > 0);
}

static void
update (WallChannelList *self)
{
  if (self->is_choosing_all)
    return;

  count (self);
  self->is_valid = wall_channel_numbers_check (self->entries, self->cameras);
  show_sum (self);
  g_signal_emit (self, changed, 0);
}

static void
on_all_toggled (WallChannelList *self)
{
  gboolean is_active = gtk_check_button_get_active (self->all);
  guint n;

  if (self->is_choosing_all || self->entries == NULL)
    return;

  self->is_choosing_all = TRUE;
  n = g_list_model_get_n_items (self->entries);
  for (guint i = 0; i < n; i++) {
    g_autoptr (WallChannelEntry) entry = g_list_model_get_item (self->entries, i);

    if (!wall_channel_entry_is_fixed (entry))
      g_object_set (entry, "chosen", is_active, NULL);
  }
  self->is_choosing_all = FALSE;
  update (self);
}

static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  WallChannelList *self = user_data;

  g_signal_connect_object (item, "notify::chosen", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::number", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return wall_channel_row_new (item);
}

static void
dispose (GObject *object)
{
  WallChannelList *self = WALL_CHANNEL_LIST (object);
  GtkWidget *child;

  if (self->rows)
    gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  self->rows = NULL;
  g_clear_object (&self->entries);
  g_clear_object (&self->cameras);

  G_OBJECT_CLASS (wall_channel_list_parent_class)->dispose (object);
}

static void
wall_channel_list_class_init (WallChannelListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/watchwall/Watchwall/wall-channel-list.ui");
  gtk_widget_class_bind_template_child (widget_class, WallChannelList, all);
  gtk_widget_class_bind_template_child (widget_class, WallChannelList, sum);
  gtk_widget_class_bind_template_child (widget_class, WallChannelList, rows);
  gtk_widget_class_bind_template_callback (widget_class, on_all_toggled);

  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 0);
}

static void
wall_channel_list_init (WallChannelList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wall_channel_list_new:
 *
 * Returns: (transfer floating): a list of nothing
 */
GtkWidget *
wall_channel_list_new (void)
{
  return g_object_new (WALL_TYPE_CHANNEL_LIST, NULL);
}

/**
 * wall_channel_list_set_model:
 * @entries: (transfer none): of WallChannelEntry
 * @cameras: (transfer none): of WallCameraConfig, what is on the wall
 */
void
wall_channel_list_set_model (WallChannelList *self,
                             GListModel      *entries,
                             GListModel      *cameras)
{
  g_return_if_fail (WALL_IS_CHANNEL_LIST (self));

  gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  if (self->entries)
    g_signal_handlers_disconnect_by_func (self->entries, update, self);
  g_set_object (&self->entries, entries);
  g_set_object (&self->cameras, cameras);
  gtk_list_box_bind_model (self->rows, entries, make_row, self, NULL);
  g_signal_connect_object (entries, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

guint
wall_channel_list_get_n_chosen (WallChannelList *self)
{
  g_return_val_if_fail (WALL_IS_CHANNEL_LIST (self), 0);

  return self->n_chosen;
}

/**
 * wall_channel_list_is_valid:
 *
 * Returns: whether nothing that was typed has to be corrected
 */
gboolean
wall_channel_list_is_valid (WallChannelList *self)
{
  g_return_val_if_fail (WALL_IS_CHANNEL_LIST (self), FALSE);

  return self->is_valid;
}

/**
 * wall_channel_list_focus_first:
 *
 * Returns: whether the first name that can be edited has the focus now
 */
gboolean
wall_channel_list_focus_first (WallChannelList *self)
{
  GtkWidget *row;

  g_return_val_if_fail (WALL_IS_CHANNEL_LIST (self), FALSE);

  for (row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row;
       row = gtk_widget_get_next_sibling (row))
    if (WALL_IS_CHANNEL_ROW (row) && wall_channel_row_focus_name (WALL_CHANNEL_ROW (row)))
      return TRUE;

  return FALSE;
}
