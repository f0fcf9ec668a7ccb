#!/bin/sh
# Installs, into a folder, the validators that benches/compare.py looks beside: none of them is a dependency of the program.
#
#   benches/peers.sh FOLDER     needs python3 with venv, npm and cargo
set -eu
mkdir -p "$1"
folder=$(cd "$1" && pwd)
python3 -m venv "$folder/py"
"$folder/py/bin/pip" install --quiet check-jsonschema yamllint
npm install --silent --prefix "$folder/npm" ajv-cli ajv-formats @sourcemeta/jsonschema
for crate in boon-cli jsonschema-cli; do
    cargo install --quiet --root "$folder/rust" "$crate"
done
# It takes each file with an option of its own.
cat > "$folder/cli.sh" << 'END'
#!/bin/sh
schema=$1
find "$2" -name '*.json' -printf '-i\0%p\0' | xargs -0 -n 4000 "$(dirname "$0")/rust/bin/jsonschema-cli" validate "$schema" 2> /dev/null ||
    find "$2" -name '*.json' -printf '-i\0%p\0' | xargs -0 -n 4000 "$(dirname "$0")/rust/bin/jsonschema-cli" "$schema"
END
chmod +x "$folder/cli.sh"
