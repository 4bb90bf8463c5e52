/* wall-connection-view.c
 *
 * A window that shows every camera's connection. It looks anew once a second while it is seen; the
 * kernel is asked on another thread. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-connection-view.h"

#include <glib/gi18n-lib.h>

#include "wall-attempt-text.h"
#include "wall-badge.h"
#include "wall-connection-row.h"

#define REFRESH_S 1

/* Letters: longer words end in an ellipsis, and are whole in the tooltip. */
#define NAME_CHARS    20
#define ADDRESS_CHARS 23

/* Pixels for text of the usual size: a countdown must not make the columns beside it jump. */
#define STATUS_WIDTH 150

struct _WallConnectionView {
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkScrolledWindow *scrolled;
  GtkColumnView   *table;
  GtkLabel        *heading;
  GtkLabel        *history;

  GListModel         *cameras;
  GListStore         *rows;       /* of WallConnectionRow, as in @cameras */
  GtkSingleSelection *selection;
  guint               refresh_id;
  gboolean            is_asking;  /* the kernel */
  gboolean            is_begun;   /* the beginning of the rows was shown */
};

G_DEFINE_FINAL_TYPE (WallConnectionView, wall_connection_view, ADW_TYPE_WINDOW)

static void
set_label (GtkLabel   *label,
           const char *text)
{
  /* What is selected stays selected as long as it says the same. */
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
}

static void
update_history (WallConnectionView *self)
{
  WallConnectionRow *row = gtk_single_selection_get_selected_item (self->selection);
  g_autofree char *number = NULL;
  g_autofree char *name = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *text = NULL;

  if (row == NULL) {
    set_label (self->heading, "");
    set_label (self->history, "");
    return;
  }

  number = wall_connection_row_dup_text (row, WALL_CONNECTION_NUMBER);
  name = wall_connection_row_dup_text (row, WALL_CONNECTION_NAME);
  /* Translators: number and name of a camera, above the list of its attempts to connect */
  heading = g_strdup_printf (_("Last attempts of %s %s"), number, name);
  text = wall_attempt_text (wall_camera_get_attempts (wall_connection_row_get_camera (row)),
                            g_get_monotonic_time ());
  set_label (self->heading, heading);
  set_label (self->history, text);
}

static void
update_rows (WallConnectionView *self,
             WallTcpTable       *table)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->table);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++) {
    g_autoptr (WallConnectionRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

    wall_connection_row_update (row, table);
  }

  gtk_sorter_changed (sorter, GTK_SORTER_CHANGE_DIFFERENT);
  update_history (self);
}

static void
ask_kernel (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  g_task_return_pointer (task, wall_tcp_table_read (NULL), (GDestroyNotify) wall_tcp_table_free);
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  WallConnectionView *self = WALL_CONNECTION_VIEW (source);
  g_autoptr (WallTcpTable) table = g_task_propagate_pointer (G_TASK (result), NULL);

  self->is_asking = FALSE;
  if (self->rows)
    update_rows (self, table);
}

static gboolean
on_refresh (gpointer user_data)
{
  WallConnectionView *self = user_data;
  g_autoptr (GTask) task = NULL;

  if (self->is_asking)
    return G_SOURCE_CONTINUE;

  self->is_asking = TRUE;
  task = g_task_new (self, NULL, on_answer, NULL);
  g_task_run_in_thread (task, ask_kernel);

  return G_SOURCE_CONTINUE;
}

/* GTK begins at the left, where the rows of a language that is written from the right end. */
static void
on_width_changed (WallConnectionView *self,
                  GtkAdjustment      *adjustment)
{
  double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  if (self->is_begun || gtk_adjustment_get_page_size (adjustment) <= 1)
    return;

  self->is_begun = TRUE;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    gtk_adjustment_set_value (adjustment, end);
}

static void
map (GtkWidget *widget)
{
  WallConnectionView *self = WALL_CONNECTION_VIEW (widget);

  GTK_WIDGET_CLASS (wall_connection_view_parent_class)->map (widget);

  /* The arrows go through the cameras at once. */
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
  on_refresh (self);
  self->refresh_id = g_timeout_add_seconds (REFRESH_S, on_refresh, self);
}

static void
unmap (GtkWidget *widget)
{
  g_clear_handle_id (&WALL_CONNECTION_VIEW (widget)->refresh_id, g_source_remove);

  GTK_WIDGET_CLASS (wall_connection_view_parent_class)->unmap (widget);
}

static void
on_cameras_changed (WallConnectionView *self,
                    guint               position,
                    guint               removed,
                    guint               added)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < added; i++) {
    g_autoptr (WallCamera) camera = g_list_model_get_item (self->cameras, position + i);

    g_ptr_array_add (rows, wall_connection_row_new (camera));
  }
  g_list_store_splice (self->rows, position, removed, rows->pdata, rows->len);
  update_history (self);
}

static void
update_cell (GtkListItem *item)
{
  WallConnectionRow *row = gtk_list_item_get_item (item);
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));
  WallConnectionColumn column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (label), "column"));
  g_autofree char *text = wall_connection_row_dup_text (row, column);

  if (g_strcmp0 (gtk_label_get_text (label), text) == 0)
    return;

  gtk_label_set_text (label, text);
  if (gtk_label_get_ellipsize (label) != PANGO_ELLIPSIZE_NONE)
    gtk_widget_set_tooltip_text (GTK_WIDGET (label), text);
}

/* What may be long gives way; what is short is always whole. */
static int
get_max_chars (WallConnectionColumn column)
{
  switch (column) {
  case WALL_CONNECTION_NAME:
  case WALL_CONNECTION_STATUS:
    return NAME_CHARS;
  case WALL_CONNECTION_LOCAL:
  case WALL_CONNECTION_REMOTE:
    return ADDRESS_CHARS;
  case WALL_CONNECTION_NUMBER:
  case WALL_CONNECTION_AGE:
  case WALL_CONNECTION_TCP:
  case WALL_CONNECTION_RTT:
  case WALL_CONNECTION_RETRANSMITS:
  case WALL_CONNECTION_RECEIVED:
  case WALL_CONNECTION_DECODED:
  case WALL_CONNECTION_PAINTED:
  case WALL_CONNECTION_ATTEMPTS:
  case WALL_CONNECTION_ENDED_BY:
  default:
    return 0;
  }
}

/* Its width is that of its words, up to the limit. */
static void
limit (GtkLabel *label,
       int       max_chars)
{
  if (max_chars == 0)
    return;

  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (label, max_chars);
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  column)
{
  GtkWidget *label = gtk_label_new (NULL);
  gboolean is_number = wall_connection_column_is_number (GPOINTER_TO_UINT (column));

  gtk_label_set_xalign (GTK_LABEL (label), is_number ? 1 : 0);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "numeric");
  limit (GTK_LABEL (label), get_max_chars (GPOINTER_TO_UINT (column)));
  g_object_set_data (G_OBJECT (label), "column", column);
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  column)
{
  g_signal_connect_object (gtk_list_item_get_item (item), "updated", G_CALLBACK (update_cell), item,
                           G_CONNECT_SWAPPED);
  update_cell (item);
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           gpointer                  column)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), update_cell, item);
}

static int
compare (gconstpointer first,
         gconstpointer second,
         gpointer      column)
{
  return wall_connection_row_compare ((gpointer) first, (gpointer) second,
                                      GPOINTER_TO_UINT (column));
}

static void
add_column (WallConnectionView   *self,
            WallConnectionColumn  column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSorter) sorter =
    GTK_SORTER (gtk_custom_sorter_new (compare, GUINT_TO_POINTER (column), NULL));
  g_autoptr (GtkColumnViewColumn) view_column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), GUINT_TO_POINTER (column));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GUINT_TO_POINTER (column));
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), GUINT_TO_POINTER (column));
  view_column = gtk_column_view_column_new (wall_connection_column_get_title (column), factory);
  gtk_column_view_column_set_sorter (view_column, sorter);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  if (column == WALL_CONNECTION_STATUS)
    gtk_column_view_column_set_fixed_width (
      view_column, (int) (STATUS_WIDTH * wall_text_scale (GTK_WIDGET (self->table))));
  gtk_column_view_append_column (self->table, view_column);
}

static void
make_table (WallConnectionView *self)
{
  GtkSortListModel *sorted;

  for (guint column = 0; column < WALL_N_CONNECTION_COLUMNS; column++)
    add_column (self, column);

  sorted = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->rows)),
                                    g_object_ref (gtk_column_view_get_sorter (self->table)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (update_history),
                           self, G_CONNECT_SWAPPED);
}

static void
on_copy_report (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  AdwToast *toast;

  if (!gtk_widget_activate_action (widget, "app.copy-report", NULL))
    return;

  toast = adw_toast_new (_("Report copied"));
  adw_toast_overlay_add_toast (WALL_CONNECTION_VIEW (widget)->toasts, toast);
}

static void
dispose (GObject *object)
{
  WallConnectionView *self = WALL_CONNECTION_VIEW (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  if (self->cameras)
    g_signal_handlers_disconnect_by_data (self->cameras, self);
  g_clear_object (&self->cameras);
  g_clear_object (&self->rows);
  g_clear_object (&self->selection);

  G_OBJECT_CLASS (wall_connection_view_parent_class)->dispose (object);
}

static void
wall_connection_view_class_init (WallConnectionViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->map = map;
  widget_class->unmap = unmap;
  gtk_widget_class_install_action (widget_class, "connections.copy-report", NULL, on_copy_report);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/watchwall/Watchwall/wall-connection-view.ui");
  gtk_widget_class_bind_template_child (widget_class, WallConnectionView, toasts);
  gtk_widget_class_bind_template_child (widget_class, WallConnectionView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, WallConnectionView, table);
  gtk_widget_class_bind_template_child (widget_class, WallConnectionView, heading);
  gtk_widget_class_bind_template_child (widget_class, WallConnectionView, history);
}

static void
wall_connection_view_init (WallConnectionView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_list_store_new (WALL_TYPE_CONNECTION_ROW);
  make_table (self);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (self->scrolled), "changed",
                           G_CALLBACK (on_width_changed), self, G_CONNECT_SWAPPED);
}

/**
 * wall_connection_view_new:
 * @cameras: (transfer none): of WallCamera
 *
 * Returns: (transfer floating): a window that is not shown yet
 */
GtkWidget *
wall_connection_view_new (GListModel *cameras)
{
  WallConnectionView *self = g_object_new (WALL_TYPE_CONNECTION_VIEW, NULL);

  self->cameras = g_object_ref (cameras);
  g_signal_connect_swapped (cameras, "items-changed", G_CALLBACK (on_cameras_changed), self);
  on_cameras_changed (self, 0, 0, g_list_model_get_n_items (cameras));

  return GTK_WIDGET (self);
}
