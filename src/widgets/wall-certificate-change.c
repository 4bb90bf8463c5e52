/* wall-certificate-change.c
 *
 * Says that a device shows another certificate than the one that is trusted: both of them, and a
 * button by which a person trusts the new one. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-certificate-change.h"

#include <glib/gi18n-lib.h>

#include "wall-certificate-text.h"
#include "wall-describe.h"

struct _WallCertificateChange {
  AdwBin parent_instance;

  AdwActionRow *trusted, *shown;
};

G_DEFINE_FINAL_TYPE (WallCertificateChange, wall_certificate_change, ADW_TYPE_BIN)

static void
wall_certificate_change_class_init (WallCertificateChangeClass *klass)
{
}

static AdwActionRow *
add_row (GtkListBox *list,
         const char *title)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_list_box_append (list, GTK_WIDGET (row));

  return row;
}

static void
describe (AdwActionRow *row,
          const char   *text)
{
  adw_action_row_set_subtitle (row, text);
  wall_describe (row, text);
}

/* It never has the focus by itself: nobody shall trust somebody by pressing Enter once more. */
static void
add_button (AdwActionRow *row)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Trust this certificate"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "device.trust");
  adw_action_row_add_suffix (row, button);
}

static void
wall_certificate_change_init (WallCertificateChange *self)
{
  GtkListBox *list = GTK_LIST_BOX (gtk_list_box_new ());
  AdwActionRow *decision;

  gtk_list_box_set_selection_mode (list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Certificate changed"), -1);
  self->trusted = add_row (list, _("Certificate that is trusted"));
  self->shown = add_row (list, _("Certificate that the device shows now"));
  decision = add_row (list, _("Was the device reset or replaced?"));
  describe (decision, _("If it was not, somebody may be in between. No password was sent."));
  add_button (decision);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (list));
}

/**
 * wall_certificate_change_new:
 *
 * Returns: (transfer floating): it says nothing yet
 */
GtkWidget *
wall_certificate_change_new (void)
{
  return g_object_new (WALL_TYPE_CERTIFICATE_CHANGE, NULL);
}

/**
 * wall_certificate_change_say:
 * @trusted: "sha256:HEX"
 * @shown: the other one
 */
void
wall_certificate_change_say (WallCertificateChange *self,
                             const char            *trusted,
                             const char            *shown)
{
  g_autofree char *old = wall_certificate_text (trusted);
  g_autofree char *new = wall_certificate_text (shown);

  g_return_if_fail (WALL_IS_CERTIFICATE_CHANGE (self));

  describe (self->trusted, old);
  describe (self->shown, new);
}
