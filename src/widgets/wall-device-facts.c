/* wall-device-facts.c
 *
 * What was found out of a device, besides its channels: what it is, whether it is on the wall
 * already, and the certificate that it showed. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-facts.h"

#include <glib/gi18n-lib.h>

#include "wall-certificate-text.h"
#include "wall-channel-entry.h"
#include "wall-describe.h"

struct _WallDeviceFacts {
  AdwBin parent_instance;

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (WallDeviceFacts, wall_device_facts, ADW_TYPE_BIN)

static void
wall_device_facts_class_init (WallDeviceFactsClass *klass)
{
}

/* A child for good: GTK 4.8 goes on to take what once had none for something whose height does not
 * depend on its width, and lines that wrap are cut. */
static void
wall_device_facts_init (WallDeviceFacts *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
}

static void
add_fact (GtkListBox *list,
          const char *icon,
          const char *title,
          const char *text)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_prefix (row, image);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, text);
  wall_describe (row, text);
  gtk_list_box_append (list, GTK_WIDGET (row));
}

static void
add_device (GtkListBox *list,
            WallProbe  *probe)
{
  const char *model = wall_probe_get_model (probe);
  const char *serial = wall_probe_get_serial (probe);
  const char *where = wall_probe_get_uri (probe);
  g_autofree char *text = NULL;

  if (serial && *serial)
    /* Translators: the address of a device, and its serial number */
    text = g_strdup_printf (_("%s · serial number %s"), where, serial);
  add_fact (list, "network-server-symbolic", model && *model ? model : _("Device"),
            text ? text : where);
}

static void
add_certificate (GtkListBox *list,
                 const char *certificate)
{
  g_autofree char *digits = wall_certificate_text (certificate);
  g_autofree char *text =
    /* Translators: the fingerprint of a certificate follows, in groups of four digits */
    g_strdup_printf (_("Nobody vouches for it. If you add the device, this certificate is trusted "
                       "and no other: %s"), digits);

  add_fact (list, "changes-prevent-symbolic", _("Certificate of the device’s own"), text);
}

static void
add_on_wall (GtkListBox *list,
             guint       n)
{
  g_autofree char *text =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                  "%u camera of it is on the wall and stays as it is.",
                                  "%u cameras of it are on the wall and stay as they are.", n), n);

  add_fact (list, "dialog-information-symbolic", _("This device is on the wall already"), text);
}

static guint
count_fixed (GListModel *entries)
{
  guint n = g_list_model_get_n_items (entries);
  guint count = 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallChannelEntry) entry = g_list_model_get_item (entries, i);

    count += wall_channel_entry_is_fixed (entry);
  }

  return count;
}

/**
 * wall_device_facts_new:
 *
 * Returns: (transfer floating): no facts
 */
GtkWidget *
wall_device_facts_new (void)
{
  return g_object_new (WALL_TYPE_DEVICE_FACTS, NULL);
}

/**
 * wall_device_facts_show:
 * @probe: (nullable): that knows the channels by now
 * @entries: of WallChannelEntry: its channels
 */
void
wall_device_facts_show (WallDeviceFacts *self,
                        WallProbe       *probe,
                        GListModel      *entries)
{
  GtkListBoxRow *row;
  guint n_on_wall;

  g_return_if_fail (WALL_IS_DEVICE_FACTS (self));

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (self), probe != NULL);
  if (probe == NULL)
    return;

  add_device (self->list, probe);
  n_on_wall = count_fixed (entries);
  if (n_on_wall > 0)
    add_on_wall (self->list, n_on_wall);
  if (wall_probe_get_certificate (probe))
    add_certificate (self->list, wall_probe_get_certificate (probe));
}
