# Names that Windows cannot have are warned of, and packaged.
# expect: name-not-portable
mkdir src
for name in CON aux.txt 'a:b' 'a?b' 'what*' 'dot.' 'blank ' 'back\slash' 'pi|pe' '<a>' '"a"'; do
	echo x >"src/$name"
done
echo x >src/console
ends 0 create src -o bag
[ "$(names_of_findings | wc -l)" = 11 ]
verdict bag 'VALID name-not-portable'
listed bag
