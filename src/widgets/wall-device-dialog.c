/* wall-device-dialog.c
 *
 * Adds a device to the wall, or edits one that is there. Two pages: where it is and who signs in,
 * with the steps of finding it out; then its channels. Nothing is changed before "Add" or "Save",
 * and then all at once. What is typed ends the attempt under way, for it is about something else.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-dialog.h"

#include <glib/gi18n-lib.h>

#include "wall-channel-list.h"
#include "wall-device-facts.h"
#include "wall-device-inquiry.h"
#include "wall-device-page.h"

struct _WallDeviceDialog {
  AdwBin parent_instance;

  AdwWindowTitle  *title;
  GtkWidget       *cancel;
  GtkWidget       *back;
  GtkButton       *primary;
  GtkLabel        *trouble;
  GtkStack        *pages;
  WallDevicePage  *page;
  WallDeviceFacts *facts;
  WallChannelList *channels;

  WallDeviceInquiry *inquiry;
};

G_DEFINE_FINAL_TYPE (WallDeviceDialog, wall_device_dialog, ADW_TYPE_BIN)

static guint added;

static gboolean
is_edit (WallDeviceDialog *self)
{
  return wall_device_inquiry_is_edit (self->inquiry);
}

static gboolean
is_on_channels (WallDeviceDialog *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "channels") == 0;
}

/* And has not found the channels yet: then the rest need not be waited for. */
static gboolean
is_looking (WallDeviceDialog *self)
{
  return wall_device_inquiry_is_probing (self->inquiry)
         && !wall_device_inquiry_is_found (self->inquiry);
}

/* What the primary button does now. */
typedef enum {
  PRIMARY_CONNECT,
  PRIMARY_STOP,
  PRIMARY_NEXT,
  PRIMARY_ADD,
  PRIMARY_SAVE,
} Primary;

static const char *const primary_labels[] = {
  [PRIMARY_CONNECT] = N_("C_onnect"),
  [PRIMARY_STOP] = N_("_Stop"),
  [PRIMARY_NEXT] = N_("_Next"),
  [PRIMARY_ADD] = N_("_Add"),
  [PRIMARY_SAVE] = N_("_Save"),
};

static Primary
get_primary (WallDeviceDialog *self)
{
  if (is_edit (self))
    return PRIMARY_SAVE;
  if (is_on_channels (self))
    return PRIMARY_ADD;
  if (wall_device_inquiry_is_found (self->inquiry))
    return PRIMARY_NEXT;

  return is_looking (self) ? PRIMARY_STOP : PRIMARY_CONNECT;
}

static gboolean
is_primary_possible (WallDeviceDialog *self,
                     Primary           primary)
{
  gboolean is_decided = wall_channel_list_get_n_chosen (self->channels) > 0
                        && wall_channel_list_is_valid (self->channels);

  switch (primary) {
  case PRIMARY_CONNECT:
    return wall_device_page_has_address (self->page);
  case PRIMARY_STOP:
  case PRIMARY_NEXT:
    return TRUE;
  case PRIMARY_ADD:
    return is_decided;
  case PRIMARY_SAVE:
    return wall_device_page_has_address (self->page) && is_decided;
  }

  return FALSE;
}

static void
update_primary (WallDeviceDialog *self)
{
  Primary primary = get_primary (self);
  GtkWidget *button = GTK_WIDGET (self->primary);

  gtk_button_set_label (self->primary, _(primary_labels[primary]));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "device.primary",
                                 is_primary_possible (self, primary));
  if (primary == PRIMARY_STOP)
    gtk_widget_remove_css_class (button, "suggested-action");
  else
    gtk_widget_add_css_class (button, "suggested-action");
}

static void
update (WallDeviceDialog *self)
{
  gboolean is_second = is_on_channels (self);
  WallDeviceInput input = wall_device_page_get_input (self->page);

  gtk_widget_set_visible (self->cancel, !is_second);
  gtk_widget_set_visible (self->back, is_second);
  adw_window_title_set_title (self->title, is_edit (self) ? _("Edit device") : _("Add device"));
  adw_window_title_set_subtitle (self->title, is_second ? input.address : "");
  wall_device_page_update (self->page, wall_channel_list_get_n_chosen (self->channels),
                           is_looking (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "device.test",
                                 wall_device_page_has_address (self->page));
  update_primary (self);
}

static void
say_trouble (WallDeviceDialog *self,
             const char       *message)
{
  gtk_label_set_text (self->trouble, message ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), message != NULL);
}

static void
show_page (WallDeviceDialog *self,
           const char       *name)
{
  gtk_stack_set_visible_child_name (self->pages, name);
  update (self);
  if (is_on_channels (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->primary));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

static void
show_channels (WallDeviceDialog *self)
{
  GListModel *entries = wall_device_inquiry_get_entries (self->inquiry);

  wall_channel_list_set_model (self->channels, entries,
                               wall_device_inquiry_get_cameras (self->inquiry));
  wall_device_facts_show (self->facts, wall_device_inquiry_get_probe (self->inquiry), entries);
}

static void
on_step (WallDeviceDialog *self,
         WallProbeStep     step,
         gboolean          is_done)
{
  WallProbe *probe = wall_device_inquiry_get_probe (self->inquiry);

  wall_device_page_set_step (self->page, step, is_done, wall_probe_get_words (probe, step));
  if (step == WALL_PROBE_CHANNELS && is_done)
    show_channels (self);
  update (self);
}

static void
on_failed (WallDeviceDialog *self,
           WallReason        reason,
           const char       *sentence)
{
  WallProbe *probe = wall_device_inquiry_get_probe (self->inquiry);
  const char *trusted = wall_probe_get_expected (probe);
  const char *shown = wall_probe_get_certificate (probe);

  wall_device_page_fail (self->page, reason, sentence);
  if (reason == WALL_REASON_CERTIFICATE_CHANGED && trusted && shown)
    wall_device_page_say_change (self->page, trusted, shown);
  update (self);
}

static void
on_done (WallDeviceDialog *self)
{
  if (is_edit (self) || is_on_channels (self))
    update (self);
  else
    show_page (self, "channels");
}

/* Previews are made for who sees them. */
static void
on_seen (WallDeviceDialog *self)
{
  WallProbe *probe = self->inquiry ? wall_device_inquiry_get_probe (self->inquiry) : NULL;

  if (probe)
    wall_probe_set_seen (probe, gtk_widget_get_mapped (GTK_WIDGET (self->channels)));
}

static void
begin (WallDeviceDialog *self)
{
  WallDeviceInput input = wall_device_page_get_input (self->page);

  say_trouble (self, NULL);
  wall_device_page_begin (self->page);
  wall_device_inquiry_begin (self->inquiry, &input);
  wall_device_page_move_login (self->page, wall_device_inquiry_get_probe (self->inquiry));
  on_seen (self);
  update (self);
}

static void
stop (WallDeviceDialog *self)
{
  wall_device_inquiry_end (self->inquiry);
  wall_device_page_hide_steps (self->page);
  update (self);
}

/* What failed stays to be read while it is corrected; what is under way is about something else. */
static void
on_edited (WallDeviceDialog *self)
{
  if (wall_device_inquiry_is_probing (self->inquiry) || wall_device_inquiry_is_found (self->inquiry))
    stop (self);
  else
    update (self);
}

/* The sheet gives the focus back to what had it, before anybody hears of the new cameras. */
static void
close_sheet (WallDeviceDialog *self)
{
  const char *camera = wall_device_inquiry_get_added (self->inquiry);

  g_object_ref (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "sheet.close", NULL);
  if (camera)
    g_signal_emit (self, added, 0, camera);
  g_object_unref (self);
}

static void
save (WallDeviceDialog *self)
{
  WallDeviceInput input = wall_device_page_get_input (self->page);
  g_autoptr (GError) error = NULL;

  say_trouble (self, NULL);
  if (wall_device_inquiry_keep (self->inquiry, &input, &error)) {
    close_sheet (self);
  } else if (error) {
    show_page (self, "address");
    say_trouble (self, error->message);
    wall_device_page_complain (self->page, WALL_REASON_BAD_ADDRESS, error->message);
  }
}

static void
on_primary (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  WallDeviceDialog *self = WALL_DEVICE_DIALOG (widget);

  switch (get_primary (self)) {
  case PRIMARY_CONNECT:
    begin (self);
    break;
  case PRIMARY_STOP:
    stop (self);
    break;
  case PRIMARY_NEXT:
    show_page (self, "channels");
    break;
  case PRIMARY_ADD:
  case PRIMARY_SAVE:
    save (self);
    break;
  }
}

/* Enter begins; it never ends what it has begun. */
static void
on_submitted (WallDeviceDialog *self)
{
  if (get_primary (self) != PRIMARY_STOP)
    gtk_widget_activate_action (GTK_WIDGET (self), "device.primary", NULL);
}

static void
on_test (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  WallDeviceDialog *self = WALL_DEVICE_DIALOG (widget);

  if (is_looking (self))
    stop (self);
  else
    begin (self);
}

/* Only now a password is sent. */
static void
on_trust (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  WallDeviceDialog *self = WALL_DEVICE_DIALOG (widget);
  WallDeviceInput input = wall_device_page_get_input (self->page);

  say_trouble (self, NULL);
  if (wall_device_inquiry_trust (self->inquiry, &input))
    begin (self);
}

static void
on_page (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  show_page (WALL_DEVICE_DIALOG (widget), g_variant_get_string (parameter, NULL));
}

static void
on_focus_primary (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (WALL_DEVICE_DIALOG (widget)->primary));
}

/* One step back, and out of the first. */
static gboolean
on_escape (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  WallDeviceDialog *self = WALL_DEVICE_DIALOG (widget);

  if (is_on_channels (self))
    show_page (self, "address");
  else if (wall_device_inquiry_is_probing (self->inquiry))
    stop (self);
  else
    return FALSE;

  return TRUE;
}

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (WALL_DEVICE_DIALOG (widget)->page));
}

static void
dispose (GObject *object)
{
  WallDeviceDialog *self = WALL_DEVICE_DIALOG (object);

  if (self->inquiry)
    g_signal_handlers_disconnect_by_data (self->inquiry, self);
  g_clear_object (&self->inquiry);

  G_OBJECT_CLASS (wall_device_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (WALL_TYPE_CHANNEL_LIST);
  g_type_ensure (WALL_TYPE_DEVICE_FACTS);
  g_type_ensure (WALL_TYPE_DEVICE_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/watchwall/Watchwall/wall-device-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, WallDeviceDialog, title);
  gtk_widget_class_bind_template_child (widget_class, WallDeviceDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, WallDeviceDialog, back);
  gtk_widget_class_bind_template_child (widget_class, WallDeviceDialog, primary);
  gtk_widget_class_bind_template_child (widget_class, WallDeviceDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, WallDeviceDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, WallDeviceDialog, page);
  gtk_widget_class_bind_template_child (widget_class, WallDeviceDialog, facts);
  gtk_widget_class_bind_template_child (widget_class, WallDeviceDialog, channels);
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_submitted);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
wall_device_dialog_class_init (WallDeviceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  gtk_widget_class_install_action (widget_class, "device.primary", NULL, on_primary);
  gtk_widget_class_install_action (widget_class, "device.test", NULL, on_test);
  gtk_widget_class_install_action (widget_class, "device.trust", NULL, on_trust);
  gtk_widget_class_install_action (widget_class, "device.page", "s", on_page);
  gtk_widget_class_install_action (widget_class, "device.focus-primary", NULL, on_focus_primary);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
  bind_template (widget_class);

  added = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                        G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wall_device_dialog_init (WallDeviceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->channels, "map", G_CALLBACK (on_seen), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->channels, "unmap", G_CALLBACK (on_seen), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static GtkWidget *
make_dialog (WallDeviceStore *store,
             const char      *device_id)
{
  WallDeviceDialog *self = g_object_new (WALL_TYPE_DEVICE_DIALOG, NULL);

  self->inquiry = wall_device_inquiry_new (store, device_id);
  g_signal_connect_object (store, "trouble", G_CALLBACK (say_trouble), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->inquiry, "step", G_CALLBACK (on_step), self);
  g_signal_connect_swapped (self->inquiry, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect_swapped (self->inquiry, "done", G_CALLBACK (on_done), self);
  show_channels (self);
  wall_device_page_set_up (self->page, self->inquiry, wall_device_store_get_devices (store));
  update (self);

  return GTK_WIDGET (self);
}

/**
 * wall_device_dialog_new:
 * @store: (transfer none): what the device is added to
 *
 * Returns: (transfer floating): the content of a WallSheet
 */
GtkWidget *
wall_device_dialog_new (WallDeviceStore *store)
{
  g_return_val_if_fail (WALL_IS_DEVICE_STORE (store), NULL);

  return make_dialog (store, NULL);
}

/**
 * wall_device_dialog_new_for_edit:
 * @store: (transfer none): what the device is in
 * @device_id: a device of @store
 *
 * Returns: (transfer floating) (nullable): the content of a WallSheet, %NULL if there is no such
 *   device
 */
GtkWidget *
wall_device_dialog_new_for_edit (WallDeviceStore *store,
                                 const char      *device_id)
{
  g_return_val_if_fail (WALL_IS_DEVICE_STORE (store), NULL);

  return wall_device_store_find (store, device_id) ? make_dialog (store, device_id) : NULL;
}
