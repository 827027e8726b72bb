# A line that --info gives is written so that the strictest reader takes it, or is refused at once.
# expect:
source_folder
for given in ' Label=x' 'Label =x' 'La:bel=x' '=x' 'Label' '' "$(printf 'La\nbel=x')" \
	"$(printf 'Label=x\ny')" "$(printf 'Label=x\ry')" "$(printf 'Label=\377')" \
	"$(printf '\377=x')" 'Payload-Oxum=1.1' 'payload-oxum=1.1' 'PAYLOAD-OXUM =1.1' \
	"$(printf 'Payload-Oxum\t=1.1')"; do
	words 2 create src -o bag --info "$given"
	absent bag
done
# A blank before the value would be read as spacing, and one behind it is lost.
ends 0 create src -o bag --info 'Label=  x' --info 'Empty=' --info "$(printf 'Tab=\tx')"
verdict bag VALID
