/* wall-discovered-list.c
 *
 * The devices that answer on the local networks, each to be chosen by a click. It searches while it
 * is seen, and nothing waits for it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-discovered-list.h"

#include <glib/gi18n-lib.h>

#include "wall-describe.h"
#include "wall-device.h"

struct _WallDiscoveredList {
  AdwBin parent_instance;

  GtkSpinner *spinner;
  GtkListBox *rows;
  GtkLabel   *placeholder;

  GListModel *found;     /* (nullable): of WallDiscovered */
  GListModel *devices;   /* (nullable): of WallDevice, what is on the wall */
};

G_DEFINE_FINAL_TYPE (WallDiscoveredList, wall_discovered_list, ADW_TYPE_BIN)

static guint chosen;

static gboolean
is_on_wall (WallDiscoveredList *self,
            WallDiscovered     *found)
{
  guint n = g_list_model_get_n_items (self->devices);

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallDevice) device = g_list_model_get_item (self->devices, i);

    if (g_strcmp0 (wall_device_get_host (device), wall_discovered_get_address (found)) == 0
        && wall_device_get_port (device) == wall_discovered_get_port (found))
      return TRUE;
  }

  return FALSE;
}

static void
append (GString    *text,
        const char *words)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", words);
}

static char *
dup_words (WallDiscoveredList *self,
           WallDiscovered     *found)
{
  GString *text = g_string_new (NULL);
  g_autofree char *where = wall_discovered_dup_text (found);
  const char *serial = wall_discovered_get_serial (found);
  guint n = wall_discovered_get_channels (found);

  append (text, where);
  if (serial && *serial) {
    g_autofree char *words = g_strdup_printf (_("serial number %s"), serial);

    append (text, words);
  }
  if (n > 0) {
    g_autofree char *words =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u channel", "%u channels", n), n);

    append (text, words);
  }
  if (is_on_wall (self, found))
    append (text, _("on the wall already"));

  return g_string_free (text, FALSE);
}

static WallDiscoveredList *
get_list (GtkWidget *row)
{
  return WALL_DISCOVERED_LIST (gtk_widget_get_ancestor (row, WALL_TYPE_DISCOVERED_LIST));
}

static void
fill_row (WallDiscoveredList *self,
          AdwActionRow       *row,
          WallDiscovered     *found)
{
  const char *name = wall_discovered_get_name (found);
  const char *title = name && *name ? name : wall_discovered_get_address (found);
  g_autofree char *words = dup_words (self, found);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, words);
  wall_describe (row, words);
}

static void
on_described (AdwActionRow   *row,
              GParamSpec     *pspec,
              WallDiscovered *found)
{
  WallDiscoveredList *self = get_list (GTK_WIDGET (row));

  if (self)
    fill_row (self, row, found);
}

static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "found", g_object_ref (item), g_object_unref);
  fill_row (user_data, row, item);
  g_signal_connect_object (item, "notify", G_CALLBACK (on_described), row, G_CONNECT_SWAPPED);

  return GTK_WIDGET (row);
}

static void
on_row_activated (WallDiscoveredList *self,
                  GtkListBoxRow      *row)
{
  g_signal_emit (self, chosen, 0, g_object_get_data (G_OBJECT (row), "found"));
}

static void
on_search (WallDiscoveredList *self)
{
  g_autofree char *trouble = NULL;
  gboolean is_searching = FALSE;

  g_object_get (self->found, "is-searching", &is_searching, "trouble", &trouble, NULL);
  gtk_spinner_set_spinning (self->spinner, is_searching);
  gtk_label_set_text (self->placeholder,
                      trouble ? trouble
                              : _("None has answered yet. A device in another network, or of "
                                  "another kind, is added by its address."));
}

/* The list box hides it from those who see, but not from a screen reader. */
static void
on_items_changed (WallDiscoveredList *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder),
                          g_list_model_get_n_items (self->found) == 0);
}

static void
map (GtkWidget *widget)
{
  WallDiscoveredList *self = WALL_DISCOVERED_LIST (widget);

  GTK_WIDGET_CLASS (wall_discovered_list_parent_class)->map (widget);
  if (WALL_IS_DISCOVERY (self->found))
    wall_discovery_start (WALL_DISCOVERY (self->found));
}

static void
unmap (GtkWidget *widget)
{
  WallDiscoveredList *self = WALL_DISCOVERED_LIST (widget);

  if (WALL_IS_DISCOVERY (self->found))
    wall_discovery_stop (WALL_DISCOVERY (self->found));
  GTK_WIDGET_CLASS (wall_discovered_list_parent_class)->unmap (widget);
}

static void
dispose (GObject *object)
{
  WallDiscoveredList *self = WALL_DISCOVERED_LIST (object);

  if (self->found) {
    gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
    g_signal_handlers_disconnect_by_data (self->found, self);
  }
  g_clear_object (&self->found);
  g_clear_object (&self->devices);

  G_OBJECT_CLASS (wall_discovered_list_parent_class)->dispose (object);
}

static void
wall_discovered_list_class_init (WallDiscoveredListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->map = map;
  widget_class->unmap = unmap;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/watchwall/Watchwall/wall-discovered-list.ui");
  gtk_widget_class_bind_template_child (widget_class, WallDiscoveredList, spinner);
  gtk_widget_class_bind_template_child (widget_class, WallDiscoveredList, rows);
  gtk_widget_class_bind_template_child (widget_class, WallDiscoveredList, placeholder);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);

  chosen = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                         G_TYPE_NONE, 1, WALL_TYPE_DISCOVERED);
}

static void
wall_discovered_list_init (WallDiscoveredList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wall_discovered_list_new:
 *
 * Returns: (transfer floating): a list that nobody has said yet what to watch
 */
GtkWidget *
wall_discovered_list_new (void)
{
  return g_object_new (WALL_TYPE_DISCOVERED_LIST, NULL);
}

/**
 * wall_discovered_list_watch:
 * @found: (transfer none): a WallDiscovery, to be said once
 * @devices: (transfer none): of WallDevice: what is on the wall
 */
void
wall_discovered_list_watch (WallDiscoveredList *self,
                            GListModel         *found,
                            GListModel         *devices)
{
  g_return_if_fail (WALL_IS_DISCOVERED_LIST (self) && self->found == NULL);

  self->found = g_object_ref (found);
  self->devices = g_object_ref (devices);
  gtk_list_box_bind_model (self->rows, found, make_row, self, NULL);
  g_signal_connect_object (found, "notify", G_CALLBACK (on_search), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (found, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  on_search (self);
  on_items_changed (self);
}
