/* wall-device-form.c
 *
 * Where a device is and who signs in, as a person types it; what is wrong with it is said at the
 * field that is to be corrected. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-form.h"

#include <glib/gi18n-lib.h>

struct _WallDeviceForm {
  AdwBin parent_instance;

  GtkEditable    *address;
  GtkEditable    *user;
  GtkEditable    *password;
  AdwExpanderRow *more;
  AdwComboRow    *kind;

  gboolean     is_filling;   /* by us, not by a person */
  GtkEditable *wrong;        /* (nullable): the field that has to be corrected */
};

enum {
  EDITED,
  SUBMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WallDeviceForm, wall_device_form, ADW_TYPE_BIN)

static void
describe (gpointer    widget,
          const char *sentence)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
                               sentence ? GTK_ACCESSIBLE_INVALID_TRUE
                                        : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence ? sentence : "", -1);
}

/* What the focus is in is a part of the row; which of them is told of depends on the toolkit. */
static void
set_wrong (WallDeviceForm *self,
           GtkEditable    *field,
           const char     *sentence)
{
  if (sentence)
    gtk_widget_add_css_class (GTK_WIDGET (field), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (field), "error");
  describe (field, sentence);
  describe (gtk_editable_get_delegate (field), sentence);
  self->wrong = sentence ? field : NULL;
}

static void
on_changed (WallDeviceForm *self)
{
  if (self->is_filling)
    return;

  if (self->wrong)
    set_wrong (self, self->wrong, NULL);
  g_signal_emit (self, signals[EDITED], 0);
}

static void
on_entry_activated (WallDeviceForm *self)
{
  g_signal_emit (self, signals[SUBMITTED], 0);
}

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (WALL_DEVICE_FORM (widget)->address));
}

static void
wall_device_form_class_init (WallDeviceFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/watchwall/Watchwall/wall-device-form.ui");
  gtk_widget_class_bind_template_child (widget_class, WallDeviceForm, address);
  gtk_widget_class_bind_template_child (widget_class, WallDeviceForm, user);
  gtk_widget_class_bind_template_child (widget_class, WallDeviceForm, password);
  gtk_widget_class_bind_template_child (widget_class, WallDeviceForm, more);
  gtk_widget_class_bind_template_child (widget_class, WallDeviceForm, kind);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);

  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[SUBMITTED] = g_signal_new ("submitted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* The title of a row is no name of the entry in it. */
static void
label_fields (WallDeviceForm *self)
{
  GtkEditable *const fields[] = { self->address, self->user, self->password };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_editable_get_delegate (fields[i])),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    adw_preferences_row_get_title (ADW_PREFERENCES_ROW (fields[i])),
                                    -1);
}

static void
wall_device_form_init (WallDeviceForm *self)
{
  /* In the order of WallProbeKind. */
  const char *kinds[] = { _("Find out"), "DVRIP", "RTSP", "HTTP", "TCP", NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (kinds);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_filling = TRUE;
  adw_combo_row_set_model (self->kind, G_LIST_MODEL (list));
  self->is_filling = FALSE;
  label_fields (self);
}

/**
 * wall_device_form_new:
 *
 * Returns: (transfer floating): an empty form
 */
GtkWidget *
wall_device_form_new (void)
{
  return g_object_new (WALL_TYPE_DEVICE_FORM, NULL);
}

/**
 * wall_device_form_get_address:
 *
 * Returns: (transfer none): as it was typed
 */
const char *
wall_device_form_get_address (WallDeviceForm *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_FORM (self), "");

  return gtk_editable_get_text (self->address);
}

const char *
wall_device_form_get_user (WallDeviceForm *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_FORM (self), "");

  return gtk_editable_get_text (self->user);
}

const char *
wall_device_form_get_password (WallDeviceForm *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_FORM (self), "");

  return gtk_editable_get_text (self->password);
}

WallProbeKind
wall_device_form_get_kind (WallDeviceForm *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_FORM (self), WALL_PROBE_AUTO);

  return adw_combo_row_get_selected (self->kind);
}

static void
fill (GtkEditable *field,
      const char  *text)
{
  if (text && g_strcmp0 (gtk_editable_get_text (field), text) != 0)
    gtk_editable_set_text (field, text);
}

/**
 * wall_device_form_fill:
 * @address: (nullable): %NULL: it stays as it is
 * @user: (nullable): likewise
 * @password: (nullable): likewise
 *
 * Nobody is told that it was edited.
 */
void
wall_device_form_fill (WallDeviceForm *self,
                       const char     *address,
                       const char     *user,
                       const char     *password)
{
  g_return_if_fail (WALL_IS_DEVICE_FORM (self));

  self->is_filling = TRUE;
  fill (self->address, address);
  fill (self->user, user);
  fill (self->password, password);
  self->is_filling = FALSE;
}

/**
 * wall_device_form_say_kept:
 *
 * For a device that is there already: who types no password keeps the one that is known.
 */
void
wall_device_form_say_kept (WallDeviceForm *self)
{
  g_return_if_fail (WALL_IS_DEVICE_FORM (self));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->password),
                                 _("Password (empty: unchanged)"));
  label_fields (self);
}

static GtkEditable *
find_wrong (WallDeviceForm *self,
            WallReason      reason)
{
  switch (reason) {
  case WALL_REASON_PASSWORD_NEEDED:
    return *gtk_editable_get_text (self->user) == '\0' ? self->user : self->password;
  case WALL_REASON_WRONG_PASSWORD:
  case WALL_REASON_LOCKED_OUT:
    return self->password;
  case WALL_REASON_NO_PERMISSION:
    return self->user;
  case WALL_REASON_REFUSED:
  case WALL_REASON_NO_ROUTE:
  case WALL_REASON_TIMED_OUT:
  case WALL_REASON_NAME_NOT_FOUND:
  case WALL_REASON_NOT_DVRIP:
  case WALL_REASON_NO_SUCH_CHANNEL:
  case WALL_REASON_WRONG_SERVICE:
  case WALL_REASON_NO_SUCH_STREAM:
  case WALL_REASON_BAD_ADDRESS:
  case WALL_REASON_SILENT:
  case WALL_REASON_RESET:
  case WALL_REASON_CLOSED_BY_DEVICE:
  case WALL_REASON_BAD_DATA:
  case WALL_REASON_TLS_FAILED:
    return self->address;
  case WALL_REASON_NONE:
  case WALL_REASON_CHANNEL_OFFLINE:
  case WALL_REASON_TOO_MANY:
  case WALL_REASON_REJECTED:
  case WALL_REASON_NO_PICTURE:
  case WALL_REASON_NO_DECODER:
  case WALL_REASON_UNSUPPORTED:
  case WALL_REASON_CERTIFICATE_CHANGED:
  case WALL_REASON_LOCAL:
    return NULL;
  }

  return NULL;
}

/**
 * wall_device_form_complain:
 * @reason: why it was not possible with what stands there
 * @sentence: the same for people, and what to do
 *
 * Marks the field that is to be corrected, and gives it the focus; it says the sentence to who does
 * not see it. The mark goes as soon as something is typed.
 */
void
wall_device_form_complain (WallDeviceForm *self,
                           WallReason      reason,
                           const char     *sentence)
{
  GtkEditable *field;

  g_return_if_fail (WALL_IS_DEVICE_FORM (self));

  if (self->wrong)
    set_wrong (self, self->wrong, NULL);
  field = find_wrong (self, reason);
  if (field == NULL)
    return;

  set_wrong (self, field, sentence);
  gtk_widget_grab_focus (GTK_WIDGET (field));
}

void
wall_device_form_focus_user (WallDeviceForm *self)
{
  g_return_if_fail (WALL_IS_DEVICE_FORM (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->user));
}
