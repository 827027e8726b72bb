# For tests/fetch/run.sh: a real nginx on loopback, in a private folder, on
# ports that are free, ended by its process id.
# shellcheck shell=sh
# shellcheck disable=SC2154 # nginx, which run.sh found

# What is served, one way for each thing that servers do:
#
#	/plain/		files, with ranges		/norange/	without
#	/unstated/	without a length
#	/drip/		20 KB a second, until $served/fast is there
#	/cut/		cut after 200 ms		/still/		500 bytes a second
#	/once-busy/	503 to all but 2 a second	/busy/		503
#	/later/		503, come in an hour		/gone/		404
#	/wrong-range/	206, of no range		/nothing/	no answer
#	/loop/ /to-file/ /to-plain/ /to-name/	redirects
write_conf() {
	cat >"$served/nginx.conf" <<END
daemon off;
worker_processes 1;
pid $served/pid;
error_log $served/error.log;
$([ "$(id -u)" != 0 ] || echo "user root;")
events { worker_connections 128; }
http {
	log_format told '\$connection \$status \$request_uri \$http_range';
	access_log $served/access.log told;
	client_body_temp_path $served/tmp;
	proxy_temp_path $served/tmp;
	fastcgi_temp_path $served/tmp;
	uwsgi_temp_path $served/tmp;
	scgi_temp_path $served/tmp;
	limit_req_zone \$binary_remote_addr zone=twice:64k rate=2r/s;
	default_type application/octet-stream;
	server {
		listen 127.0.0.1:$port;
		listen [::1]:$port;
		listen 127.0.0.1:$tls_port ssl;
		ssl_certificate $served/server.crt;
		ssl_certificate_key $served/server.key;
		location /plain/ { alias $served/files/; }
		location /norange/ { alias $served/files/; max_ranges 0; }
		location /unstated/ { alias $served/files/; ssi on; ssi_types *; }
		location /drip/ {
			if (!-f $served/fast) { set \$limit_rate 20k; }
			alias $served/files/;
		}
		location /still/ { alias $served/files/; limit_rate 500; }
		location /slow-source/ { alias $served/files/; limit_rate 60k; }
		location /cut/ {
			proxy_pass http://127.0.0.1:$port/slow-source/;
			proxy_read_timeout 200ms;
		}
		location /once-busy/ {
			limit_req zone=twice;
			error_page 503 @soon;
			alias $served/files/;
		}
		location @soon { add_header Retry-After 1 always; return 503; }
		location /busy/ { return 503; }
		location /later/ { add_header Retry-After 3600 always; return 503; }
		location /wrong-range/ { return 206 'hello\n'; }
		location /gone/ { return 404; }
		location /nothing/ { return 444; }
		location /loop/ { return 302 /loop/; }
		location /to-file/ { return 302 file:///etc/hostname; }
		location /to-plain/ { rewrite ^/to-plain/(.*)\$ /plain/\$1 redirect; }
		location /to-name/ { rewrite ^/to-name/(.*)\$ http://localhost:$port/plain/\$1 redirect; }
	}
}
END
}

# An authority of our own, and a certificate for 127.0.0.1.
make_certificates() (
	cd "$served" || exit 1
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout ca.key -out ca.crt -subj '/O=Test authority' -days 30 &&
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout server.key -out server.csr -subj '/CN=127.0.0.1' &&
	echo 'subjectAltName=IP:127.0.0.1' >ext &&
	openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key \
		-CAcreateserial -days 30 -extfile ext -out server.crt
) >"$served/openssl.log" 2>&1

# begin_serving FOLDER: sets served, port, tls_port, and server, its process id.
begin_serving() {
	served=$1
	mkdir -p "$served/files" "$served/tmp"
	make_certificates || return 1
	seed=$$
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		seed=$(((seed * 7919 + 4099) % 20000))
		port=$((20000 + seed))
		tls_port=$((port + 20000))
		write_conf
		"$nginx" -e "$served/error.log" -c "$served/nginx.conf" \
			>"$served/out" 2>&1 &
		server=$!
		for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
			[ ! -s "$served/pid" ] || return 0
			kill -0 $server 2>/dev/null || break
			sleep 0.05
		done
		kill $server 2>/dev/null
		wait $server 2>/dev/null
	done
	return 1
}

end_serving() {
	[ -z "${server-}" ] || kill "$server" 2>/dev/null
	wait "${server-}" 2>/dev/null
	server=
}
