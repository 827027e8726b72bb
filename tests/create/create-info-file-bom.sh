# The mark that some editors put at the beginning of a text is no part of the first label.
# expect:
source_folder
printf '\357\273\277Contact-Name: A\n' >lines
ends 0 create src -o bag --info-file lines
info_has bag 'Contact-Name: A'
verdict bag VALID
