/* wall-device-page.c
 *
 * The first page of the dialog for a device: where it is and who signs in, the steps of finding it
 * out, and what answers on the network. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-page.h"

#include <glib/gi18n-lib.h>

#include "wall-certificate-change.h"
#include "wall-device-address.h"
#include "wall-device-form.h"
#include "wall-discovered-list.h"
#include "wall-probe-steps.h"

struct _WallDevicePage {
  AdwBin parent_instance;

  WallDeviceForm     *form;
  GtkButton          *test;
  WallCertificateChange *change;
  WallProbeSteps     *steps;
  WallDiscoveredList *discovered;
  GtkWidget          *cameras;
  AdwActionRow       *cameras_row;
};

enum {
  EDITED,
  SUBMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WallDevicePage, wall_device_page, ADW_TYPE_BIN)

static void
on_edited (WallDevicePage *self)
{
  /* What is trusted is what was asked for. */
  gtk_widget_set_visible (GTK_WIDGET (self->change), FALSE);
  g_signal_emit (self, signals[EDITED], 0);
}

static void
on_submitted (WallDevicePage *self)
{
  g_signal_emit (self, signals[SUBMITTED], 0);
}

/* It fills the form, where it can be corrected, and begins nothing. */
static void
on_discovered (WallDevicePage *self,
               WallDiscovered *found)
{
  g_autofree char *address = wall_discovered_dup_text (found);

  wall_device_form_fill (self->form, address, NULL, NULL);
  on_edited (self);
  wall_device_form_focus_user (self->form);
}

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (WALL_DEVICE_PAGE (widget)->form));
}

static void
wall_device_page_class_init (WallDevicePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  g_type_ensure (WALL_TYPE_CERTIFICATE_CHANGE);
  g_type_ensure (WALL_TYPE_DEVICE_FORM);
  g_type_ensure (WALL_TYPE_DISCOVERED_LIST);
  g_type_ensure (WALL_TYPE_PROBE_STEPS);
  widget_class->grab_focus = grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/watchwall/Watchwall/wall-device-page.ui");
  gtk_widget_class_bind_template_child (widget_class, WallDevicePage, form);
  gtk_widget_class_bind_template_child (widget_class, WallDevicePage, test);
  gtk_widget_class_bind_template_child (widget_class, WallDevicePage, steps);
  gtk_widget_class_bind_template_child (widget_class, WallDevicePage, change);
  gtk_widget_class_bind_template_child (widget_class, WallDevicePage, discovered);
  gtk_widget_class_bind_template_child (widget_class, WallDevicePage, cameras);
  gtk_widget_class_bind_template_child (widget_class, WallDevicePage, cameras_row);
  gtk_widget_class_bind_template_callback (widget_class, on_discovered);
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_submitted);

  signals[EDITED] = g_signal_new ("edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[SUBMITTED] = g_signal_new ("submitted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
}

static void
wall_device_page_init (WallDevicePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill_in (WallDevicePage    *self,
         WallDeviceInquiry *inquiry)
{
  g_autofree char *uri = wall_device_inquiry_dup_uri (inquiry);

  wall_device_form_fill (self->form, uri, wall_device_inquiry_get_user (inquiry), NULL);
  wall_device_form_say_kept (self->form);
}

static void
watch_network (WallDevicePage *self,
               GListModel     *devices)
{
  g_autoptr (WallDiscovery) discovery = wall_discovery_new ();

  wall_discovered_list_watch (self->discovered, G_LIST_MODEL (discovery), devices);
}

/**
 * wall_device_page_set_up:
 * @inquiry: (transfer none): what it is about
 * @devices: (transfer none): of WallDevice: what is on the wall
 *
 * To be said once.
 */
void
wall_device_page_set_up (WallDevicePage    *self,
                         WallDeviceInquiry *inquiry,
                         GListModel        *devices)
{
  gboolean is_edit = wall_device_inquiry_is_edit (inquiry);

  g_return_if_fail (WALL_IS_DEVICE_PAGE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->test), is_edit);
  gtk_widget_set_visible (self->cameras, is_edit);
  gtk_widget_set_visible (GTK_WIDGET (self->discovered), !is_edit);
  if (is_edit)
    fill_in (self, inquiry);
  else
    watch_network (self, devices);
}

/**
 * wall_device_page_get_input:
 *
 * Returns: (transfer none): what was typed, as long as nothing else is
 */
WallDeviceInput
wall_device_page_get_input (WallDevicePage *self)
{
  return (WallDeviceInput) {
    .address = wall_device_form_get_address (self->form),
    .kind = wall_device_form_get_kind (self->form),
    .user = wall_device_form_get_user (self->form),
    .password = wall_device_form_get_password (self->form),
  };
}

gboolean
wall_device_page_has_address (WallDevicePage *self)
{
  g_autofree char *text = g_strdup (wall_device_form_get_address (self->form));

  return *g_strstrip (text) != '\0';
}

/**
 * wall_device_page_begin:
 *
 * Shows the steps, of which none has begun.
 */
void
wall_device_page_begin (WallDevicePage *self)
{
  g_return_if_fail (WALL_IS_DEVICE_PAGE (self));

  wall_device_form_complain (self->form, WALL_REASON_NONE, "");
  wall_probe_steps_clear (self->steps);
  gtk_widget_set_visible (GTK_WIDGET (self->change), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->steps), TRUE);
}

/**
 * wall_device_page_move_login:
 * @probe: that took a login out of the address
 *
 * The login goes where it belongs, and the password out of sight. What nobody could take apart stays
 * as it is, to be corrected.
 */
void
wall_device_page_move_login (WallDevicePage *self,
                             WallProbe      *probe)
{
  const char *typed = wall_device_form_get_address (self->form);
  g_autofree char *address = wall_device_address_strip_login (typed);

  if (wall_probe_has_address (probe) && !g_str_equal (address, typed))
    wall_device_form_fill (self->form, address, wall_probe_get_user (probe),
                           wall_probe_get_password (probe));
}

void
wall_device_page_set_step (WallDevicePage *self,
                           WallProbeStep   step,
                           gboolean        is_done,
                           const char     *words)
{
  g_return_if_fail (WALL_IS_DEVICE_PAGE (self));

  wall_probe_steps_set (self->steps, step, is_done, words);
}

/**
 * wall_device_page_fail:
 * @reason: why the step that began last was not done
 * @sentence: the same for people, and what to do
 */
void
wall_device_page_fail (WallDevicePage *self,
                       WallReason      reason,
                       const char     *sentence)
{
  g_return_if_fail (WALL_IS_DEVICE_PAGE (self));

  wall_probe_steps_fail (self->steps, sentence);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    wall_device_form_complain (self->form, reason, sentence);
}

/**
 * wall_device_page_say_change:
 * @trusted: the certificate that is, "sha256:HEX"
 * @shown: another one
 *
 * Lets a person trust @shown, until something is typed or tried again.
 */
void
wall_device_page_say_change (WallDevicePage *self,
                             const char     *trusted,
                             const char     *shown)
{
  g_return_if_fail (WALL_IS_DEVICE_PAGE (self));

  wall_certificate_change_say (self->change, trusted, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->change), TRUE);
}

void
wall_device_page_complain (WallDevicePage *self,
                           WallReason      reason,
                           const char     *sentence)
{
  g_return_if_fail (WALL_IS_DEVICE_PAGE (self));

  wall_device_form_complain (self->form, reason, sentence);
}

void
wall_device_page_hide_steps (WallDevicePage *self)
{
  g_return_if_fail (WALL_IS_DEVICE_PAGE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->steps), FALSE);
}

/**
 * wall_device_page_update:
 * @n_cameras: of the device, that will be on the wall
 * @is_looking: whether it is being found out
 */
void
wall_device_page_update (WallDevicePage *self,
                         guint           n_cameras,
                         gboolean        is_looking)
{
  g_autofree char *sum =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u on the wall", "%u on the wall", n_cameras),
                     n_cameras);

  g_return_if_fail (WALL_IS_DEVICE_PAGE (self));

  adw_action_row_set_subtitle (self->cameras_row, sum);
  gtk_button_set_label (self->test, is_looking ? _("_Stop") : _("_Test connection"));
}
