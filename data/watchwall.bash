# Completion of bash for watchwall: options as --help lists them.
# SPDX-License-Identifier: GPL-3.0-or-later

_watchwall ()
{
  local program=${COMP_WORDS[0]} line=${COMP_LINE:0:COMP_POINT} token option value

  # Bash takes words apart at =, and puts what is answered behind the last of them.
  token=${line##* }
  if [[ $token == --*=* ]]; then
    option=${token%%=*}
    value=${token#*=}
  else
    line=${line%"$token"}
    line=${line%"${line##*[! ]}"}
    option=${line##* }
    value=$token
  fi

  case $option in
    --devices|-d|--credentials|-c|--export|-e|--import|-i)
      compopt -o filenames 2>/dev/null
      COMPREPLY=()
      while IFS= read -r value; do
        COMPREPLY+=("$value")
      done < <(compgen -f -- "$value")
      return ;;
  esac

  COMPREPLY=($(compgen -W "$(LC_ALL=C "$program" --help 2>/dev/null |
                             sed -nE 's/^ +(-[a-z], )?(--[a-z-]+=?).*$/\2/p')" -- "$token"))
  [[ ${COMPREPLY-} == *= ]] && compopt -o nospace 2>/dev/null
}

complete -F _watchwall watchwall
