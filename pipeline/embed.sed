# A text file as C string literals, a line each: sed -f embed.sed store.sql > store.sql.inc
s/["\\]/\\&/g
s/.*/"&\\n"/
