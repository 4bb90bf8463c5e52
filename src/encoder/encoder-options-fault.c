/* encoder-options-fault.c
 *
 * Reads what goes wrong, and in what the device departs from the usual.
 * Belongs to the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-options-fault.h"

#include <glib/gi18n-lib.h>

#include "encoder-list.h"

/**
 * encoder_fault_options_add:
 * @self: (inout): zeros; what is read is left here
 *
 * Adds these options to a command line that is about to be read.
 */
void
encoder_fault_options_add (EncoderFaultOptions *self,
                           GOptionContext      *context)
{
  const GOptionEntry entries[] = {
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->faults,
      N_("Let this go wrong, for all channels or one, from a time on, in seconds after the start; "
         "may be given again"), N_("SPEC") },
    { "deviate", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->deviations,
      N_("Behave in these points as some devices do; may be given again"), N_("DEVIATION,…") },
    { "list-faults", 0, 0, G_OPTION_ARG_NONE, &self->list_faults,
      N_("Print all faults with what a good client does, and exit"), NULL },
    { "list-deviations", 0, 0, G_OPTION_ARG_NONE, &self->list_deviations,
      N_("Print all deviations with what a good client does, and exit"), NULL },
    { NULL },
  };

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
}

/**
 * encoder_fault_options_list:
 *
 * Prints the lists that were asked for.
 *
 * Returns: whether one was
 */
gboolean
encoder_fault_options_list (EncoderFaultOptions *self)
{
  if (self->list_faults) {
    g_autofree char *text = encoder_list_faults ();

    g_print ("%s", text);
  }

  if (self->list_deviations) {
    g_autofree char *text = encoder_list_deviations ();

    g_print ("%s", text);
  }

  return self->list_faults || self->list_deviations;
}

/**
 * encoder_fault_options_read:
 * @config: (inout): knows the number of channels; learns the deviations
 * @error: %G_OPTION_ERROR_BAD_VALUE
 *
 * Returns: whether all of it can be followed
 */
gboolean
encoder_fault_options_read (EncoderFaultOptions  *self,
                            EncoderConfig        *config,
                            GError              **error)
{
  self->specs = g_array_new (FALSE, FALSE, sizeof (EncoderFaultSpec));

  for (guint i = 0; self->faults && self->faults[i]; i++) {
    EncoderFaultSpec spec;

    if (!encoder_fault_spec_parse (self->faults[i], config->channels, &spec, error)) {
      g_prefix_error (error, "--fault: ");
      return FALSE;
    }
    /* Several on one command line are meant together. */
    if (spec.mode == ENCODER_FAULT_ONLY && spec.fault != ENCODER_FAULT_NONE)
      spec.mode = ENCODER_FAULT_ADD;
    g_array_append_val (self->specs, spec);
  }

  for (guint i = 0; self->deviations && self->deviations[i]; i++) {
    if (!encoder_deviations_parse (self->deviations[i], &config->deviations, error)) {
      g_prefix_error (error, "--deviate: ");
      return FALSE;
    }
  }

  return TRUE;
}

/**
 * encoder_fault_options_apply:
 * @server: has just started: times count from now
 */
void
encoder_fault_options_apply (EncoderFaultOptions *self,
                             EncoderServer       *server)
{
  for (guint i = 0; self->specs && i < self->specs->len; i++)
    encoder_server_apply_fault (server, &g_array_index (self->specs, EncoderFaultSpec, i));
}

void
encoder_fault_options_clear (EncoderFaultOptions *self)
{
  g_clear_pointer (&self->faults, g_strfreev);
  g_clear_pointer (&self->deviations, g_strfreev);
  g_clear_pointer (&self->specs, g_array_unref);
}
